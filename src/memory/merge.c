/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "exchange/format.h"
#include "exchange/period.h"

static bool copy_string(struct padan_merge *merge, struct padan_string *text)
{
    if (text->size == 0) {
        *text = padan_string("");
        return true;
    }
    text->data = padan_arena_copy(&merge->arena, text->data, text->size);
    return text->data;
}

static bool copy_strings(struct padan_merge *merge, struct padan_string *const texts[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!copy_string(merge, texts[i]))
            return false;
    return true;
}

static bool copy_property(struct padan_merge *merge, struct padan_property *property)
{
    struct padan_string *const texts[] = { &property->name, &property->value, &property->attributes };
    merge->bytes += property->name.size + property->value.size + property->attributes.size;
    return copy_strings(merge, texts, 3);
}

static bool copy_variant(struct padan_merge *merge, struct padan_variant *variant)
{
    struct padan_string *const texts[] = { &variant->language, &variant->text, &variant->markup, &variant->before,
                                           &variant->after };
    return copy_strings(merge, texts, sizeof texts / sizeof *texts);
}

/* An XML attribute is there once by its name; all else is the same only if it says the same. */
static void append_key(struct padan_buffer *key, size_t owner, const struct padan_property *property)
{
    const struct padan_string parts[] = { property->name, property->value, property->attributes };
    size_t count = property->kind == PADAN_PROPERTY_ATTRIBUTE ? 1 : 3;
    padan_buffer_clear(key);
    padan_buffer_format(key, "%zu %d", owner, (int)property->kind);
    for (size_t i = 0; i < count; i++) {
        padan_buffer_format(key, " %zu ", parts[i].size);
        padan_buffer_append(key, parts[i].data, parts[i].size);
    }
}

/* Remembers what a property says; *is_new is false where it was said before. */
static bool say(struct padan_merge *merge, size_t owner, const struct padan_property *property, bool *is_new)
{
    size_t before = merge->said.count;
    append_key(&merge->scratch, owner, property);
    if (merge->scratch.failed ||
        padan_table_add(&merge->said, merge->scratch.data, merge->scratch.size) == PADAN_TABLE_NONE)
        return false;
    *is_new = merge->said.count > before;
    return true;
}

static bool append_property(struct padan_merge *merge, size_t owner, const struct padan_property *property)
{
    struct padan_gathering *to = &merge->gathered[owner];
    if (!padan_vector_reserve(&to->items, &to->capacity, to->count + 1, sizeof *to->items))
        return false;
    to->items[to->count] = *property;
    return copy_property(merge, &to->items[to->count++]);
}

static const char *const slot_names[PADAN_MERGE_SLOTS] = { "changedate", "changeid",      "creationdate",
                                                           "creationid", "lastusagedate", "usagecount" };

static int slot_of(const struct padan_property *property)
{
    for (int slot = 0; property->kind == PADAN_PROPERTY_ATTRIBUTE && slot < PADAN_MERGE_SLOTS; slot++)
        if (padan_string_is(property->name, slot_names[slot]))
            return slot;
    return PADAN_MERGE_SLOTS;
}

static void note_slot(struct padan_gathering *of, size_t at)
{
    int slot = slot_of(&of->items[at]);
    if (slot < PADAN_MERGE_SLOTS && of->slots[slot] == 0)
        of->slots[slot] = at + 1;
}

/* What the newest occurrence says stays as it is, repeats among it too. */
static bool keep_properties(struct padan_merge *merge, size_t owner, const struct padan_property *properties,
                            size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!append_property(merge, owner, &properties[i]))
            return false;
    return true;
}

static bool add_properties(struct padan_merge *merge, size_t owner, const struct padan_property *properties,
                           size_t count)
{
    for (size_t i = 0; i < count && merge->bytes < PADAN_MERGE_LIMIT; i++) {
        bool is_new;
        if (!say(merge, owner, &properties[i], &is_new) || (is_new && !append_property(merge, owner, &properties[i])))
            return false;
        if (is_new)
            note_slot(&merge->gathered[owner], merge->gathered[owner].count - 1);
    }
    return true;
}

static bool add_slot(struct padan_merge *merge, size_t owner, const struct padan_property *from)
{
    bool is_new;
    if (!say(merge, owner, from, &is_new) || !append_property(merge, owner, from))
        return false;
    note_slot(&merge->gathered[owner], merge->gathered[owner].count - 1);
    return true;
}

/* Room is kept for what comes next and at least doubled, so that however often a slot changes, it stays bounded. */
static bool write_slot(struct padan_merge *merge, struct padan_gathering *to, int slot, struct padan_string value)
{
    struct padan_merge_room *room = &to->rooms[slot];
    if (value.size > room->size) {
        room->data = padan_arena_take(&merge->arena, 2 * value.size);
        room->size = room->data ? 2 * value.size : 0;
        if (!room->data)
            return false;
    }
    if (value.size > 0)
        memcpy(room->data, value.data, value.size);
    to->items[to->slots[slot] - 1] = (struct padan_property){
        .kind = PADAN_PROPERTY_ATTRIBUTE,
        .name = padan_string(slot_names[slot]),
        .value = value.size > 0 ? (struct padan_string){ room->data, value.size } : padan_string(""),
        .attributes = padan_string(""),
    };
    return true;
}

/* Puts what another occurrence says into a slot, or, where it is NULL, takes back what is there. */
static bool set_slot(struct padan_merge *merge, size_t owner, int slot, const struct padan_property *from)
{
    struct padan_gathering *to = &merge->gathered[owner];
    if (to->slots[slot] == 0)
        return !from || add_slot(merge, owner, from);
    if (from)
        return write_slot(merge, to, slot, from->value);
    to->items[to->slots[slot] - 1].name = (struct padan_string){ NULL, 0 };
    return true;
}

/* What a slot has; NULL where nothing was said, or it was taken back. */
static const struct padan_property *find_slot(const struct padan_gathering *of, int slot)
{
    const struct padan_property *found = of->slots[slot] > 0 ? &of->items[of->slots[slot] - 1] : NULL;
    return found && found->name.data ? found : NULL;
}

/* A date, and in the slot behind it whose doing it was, go together: who changed a unit says nothing of another date.
 * `sign` is 1 where the later one counts, -1 where the earlier one does. */
static bool settle_date(struct padan_merge *merge, size_t owner, const struct padan_property *const theirs[], int slot,
                        int sign)
{
    const struct padan_gathering *mine = &merge->gathered[owner];
    char my_date[PADAN_DATE_SIZE], their_date[PADAN_DATE_SIZE];
    bool is_new;
    if (!theirs[slot] || !padan_date_canonical(their_date, theirs[slot]->value))
        return true;
    const struct padan_property *own = find_slot(mine, slot);
    bool dated = own && padan_date_canonical(my_date, own->value);
    int order = dated ? sign * strcmp(their_date, my_date) : 1;
    bool has_name = slot != PADAN_MERGE_USED;
    const struct padan_property *name = has_name ? theirs[slot + 1] : NULL;
    if (order < 0 && name && !find_slot(mine, slot + 1))
        return say(merge, owner, name, &is_new); /* so that it is not added */
    if (order <= 0)
        return true;
    return set_slot(merge, owner, slot, theirs[slot]) &&
           (!has_name || (!name && !dated) || set_slot(merge, owner, slot + 1, name));
}

static bool settle_uses(struct padan_merge *merge, size_t owner, const struct padan_property *theirs)
{
    const struct padan_property *own = find_slot(&merge->gathered[owner], PADAN_MERGE_USES);
    int64_t my_count, their_count;
    if (!theirs || !padan_position_parse(theirs->value, &their_count) ||
        (own && padan_position_parse(own->value, &my_count) && my_count >= their_count))
        return true;
    return set_slot(merge, owner, PADAN_MERGE_USES, theirs);
}

/* Before what is not said yet is added, and past the limit too. */
static bool settle_slots(struct padan_merge *merge, size_t owner, const struct padan_property *properties, size_t count)
{
    const struct padan_property *theirs[PADAN_MERGE_SLOTS + 1] = { NULL };
    for (size_t i = 0; i < count; i++) {
        int slot = slot_of(&properties[i]);
        theirs[slot] = theirs[slot] ? theirs[slot] : &properties[i];
    }
    return settle_date(merge, owner, theirs, PADAN_MERGE_CHANGED, 1) &&
           settle_date(merge, owner, theirs, PADAN_MERGE_CREATED, -1) &&
           settle_date(merge, owner, theirs, PADAN_MERGE_USED, 1) &&
           settle_uses(merge, owner, theirs[PADAN_MERGE_USES]);
}

static bool take_properties(struct padan_merge *merge, size_t owner, const struct padan_property *properties,
                            size_t count)
{
    return settle_slots(merge, owner, properties, count) && add_properties(merge, owner, properties, count);
}

static bool make_room(struct padan_merge *merge, size_t variants)
{
    size_t owners = variants + 1;
    if (owners > merge->owners) {
        struct padan_gathering *more = realloc(merge->gathered, owners * sizeof *more);
        if (!more)
            return false;
        memset(more + merge->owners, 0, (owners - merge->owners) * sizeof *more);
        merge->gathered = more;
        merge->owners = owners;
    }
    for (size_t i = 0; i < owners; i++)
        merge->gathered[i] =
            (struct padan_gathering){ .items = merge->gathered[i].items, .capacity = merge->gathered[i].capacity };
    return true;
}

static bool copy_variants(struct padan_merge *merge, const int64_t *rows)
{
    size_t count = merge->unit.variant_count;
    struct padan_variant *variants = padan_arena_take(&merge->arena, (count + 1) * sizeof *variants);
    int64_t *numbers = padan_arena_take(&merge->arena, (count + 1) * sizeof *numbers);
    if (!variants || !numbers)
        return false;
    for (size_t i = 0; i < count; i++) {
        variants[i] = merge->unit.variants[i];
        numbers[i] = rows[i];
        if (!copy_variant(merge, &variants[i]) ||
            !keep_properties(merge, i + 1, variants[i].properties, variants[i].property_count))
            return false;
    }
    merge->unit.variants = merge->variants = variants;
    merge->rows = numbers;
    return true;
}

int padan_merge_begin(struct padan_merge *merge, const struct padan_unit *unit, const int64_t *rows,
                      struct padan_error *error)
{
    padan_arena_free(&merge->arena);
    padan_table_free(&merge->said);
    merge->bytes = 0;
    merge->unit = *unit;
    struct padan_string *const texts[] = { &merge->unit.id, &merge->unit.document, &merge->unit.origin,
                                           &merge->unit.source };
    bool done = make_room(merge, unit->variant_count) && copy_strings(merge, texts, 4) &&
                keep_properties(merge, 0, unit->properties, unit->property_count) && copy_variants(merge, rows);
    return done ? PADAN_OK : padan_error_allocation(error);
}

/* Made only where a second occurrence comes, since most units have but one. */
static bool remember_newest(struct padan_merge *merge)
{
    bool is_new;
    if (merge->said.count > 0)
        return true;
    for (size_t owner = 0; owner <= merge->unit.variant_count; owner++)
        for (size_t i = 0; i < merge->gathered[owner].count; i++) {
            note_slot(&merge->gathered[owner], i);
            if (!say(merge, owner, &merge->gathered[owner].items[i], &is_new))
                return false;
        }
    return true;
}

static double sureness(const struct padan_unit *unit)
{
    return unit->confidence < 0 ? 1 : unit->confidence;
}

static void take_surer(struct padan_unit *to, const struct padan_unit *from)
{
    if (from->status < to->status || (from->status == to->status && sureness(from) <= sureness(to)))
        return;
    to->status = from->status;
    to->confidence = from->confidence;
}

static bool fill_unit(struct padan_merge *merge, const struct padan_unit *from)
{
    struct padan_unit *to = &merge->unit;
    take_surer(to, from);
    if (to->document.size == 0 && from->document.size > 0) {
        to->document = from->document;
        to->position = from->position;
        if (!copy_string(merge, &to->document))
            return false;
    }
    if (to->id.size > 0 || from->id.size == 0)
        return true;
    to->id = from->id;
    return copy_string(merge, &to->id);
}

static bool fill_context(struct padan_merge *merge, struct padan_variant *to, const struct padan_variant *from)
{
    struct padan_string *const texts[] = { &to->before, &to->after };
    if (to->has_before || to->has_after || !(from->has_before || from->has_after))
        return true;
    to->has_before = from->has_before;
    to->has_after = from->has_after;
    to->before = from->before;
    to->after = from->after;
    return copy_strings(merge, texts, 2);
}

/* Looked for from where it stands in the other occurrence, which is nearly always the place. */
static size_t find_variant(const struct padan_merge *merge, int64_t row, size_t at)
{
    size_t count = merge->unit.variant_count;
    for (size_t i = 0; i < count; i++, at++)
        if (merge->rows[at % count] == row)
            return at % count;
    return count;
}

int padan_merge_add(struct padan_merge *merge, const struct padan_unit *unit, const int64_t *rows,
                    struct padan_error *error)
{
    bool done = remember_newest(merge) && fill_unit(merge, unit) &&
                take_properties(merge, 0, unit->properties, unit->property_count);
    for (size_t i = 0; i < unit->variant_count && done; i++) {
        const struct padan_variant *from = &unit->variants[i];
        size_t at = find_variant(merge, rows[i], i);
        if (at < merge->unit.variant_count)
            done = fill_context(merge, &merge->variants[at], from) &&
                   take_properties(merge, at + 1, from->properties, from->property_count);
    }
    return done ? PADAN_OK : padan_error_allocation(error);
}

static void leave_out_blanks(struct padan_gathering *of)
{
    size_t kept = 0;
    for (size_t i = 0; i < of->count; i++)
        if (of->items[i].name.data)
            of->items[kept++] = of->items[i];
    of->count = kept;
}

const struct padan_unit *padan_merge_end(struct padan_merge *merge)
{
    for (size_t owner = 0; owner <= merge->unit.variant_count && merge->said.count > 0; owner++)
        leave_out_blanks(&merge->gathered[owner]);
    merge->unit.properties = merge->gathered[0].items;
    merge->unit.property_count = merge->gathered[0].count;
    for (size_t i = 0; i < merge->unit.variant_count; i++) {
        merge->variants[i].properties = merge->gathered[i + 1].items;
        merge->variants[i].property_count = merge->gathered[i + 1].count;
    }
    return &merge->unit;
}

void padan_merge_free(struct padan_merge *merge)
{
    padan_arena_free(&merge->arena);
    padan_table_free(&merge->said);
    padan_buffer_free(&merge->scratch);
    for (size_t i = 0; i < merge->owners; i++)
        free(merge->gathered[i].items);
    free(merge->gathered);
}
