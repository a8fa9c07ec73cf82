/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_OMEGAT_H
#define EXCHANGE_OMEGAT_H

#include "exchange/format.h"

/* Whether the header of a TMX file says that OmegaT wrote it as what a project has been translated to. */
bool padan_omegat_wrote(const struct padan_property *header, size_t count);

/*
 * The unit without the document and the context that its properties say too, as OmegaT has it; `room` holds its
 * variants and is freed with free. False where there is no memory.
 */
bool padan_omegat_plain(struct padan_unit *out, struct padan_variant **room, const struct padan_unit *unit);

#endif
