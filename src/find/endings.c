/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Endings of derivation and inflection of languages that put them behind a word. */
#include "find/endings.h"

#include <string.h>

#include "base/buffer.h"
#include "text/utf8.h"

enum { BARE_LEAST = 4, BOTH_LEAST = 5, MOST_ENDINGS = 3, MOST_BACK = 6 };

/* The first of each list stands for no ending: it comes and goes before others, as the e of "observe" does. */
static const struct padan_endings table[] = {
    { "ca",
      "e a o s es is ar er ir ant ent at ada ats ades it ida ut uda cio cions acio acions icio icions ment ments dor "
      "dora dors dores tat tats itat itats isme ismes ista istes itzar itzacio ble bles able ables ible ic ica ics "
      "iques os osa al als alment esa eria ers era eres ure",
      NULL },
    { "da",
      "e en er et ene erne ede te t s n ne r eri erier ning ninger ing inger else elser hed heder dom lig lige ligt ig "
      "ige isk iske isme ist ister bar bart bare som somt skab skaber ende ende ation ationer els sel sler",
      "s e en er" },
    { "de",
      "e en n er ern es em s st t te ten ter tes tem et nd nde nden nder ndes end ende enden ender endes ung ungen "
      "heit heiten keit keiten "
      "igkeit igkeiten lich liche lichen licher liches ig ige igen iger iges isch ische ischen ischer isches bar bare "
      "baren barer sam same samen los lose losen haft hafte haften schaft schaften tum in innen ler lern ner nern "
      "ismus "
      "ist isten ieren iert ierung ierungen ation ationen ator atoren ator nis nisse nissen chen lein",
      "s es n en er e" },
    { "en",
      "e y s es er ers or ors ing ings ed ied ies ier iers iest est ly ily al ally als ic ical ically ics ion ions "
      "ation "
      "ations ition itions ive ives iveness ment ments mental ness nesses iness able ably ability ible ibly ibility "
      "ance "
      "ances ence ences ant ants ent ents ful fully fulness less lessly lessness ous ously ousness ity ities ise ised "
      "ises ising iser isation isations ize ized izes izing izer izers ization izations ism isms ist ists istic ship "
      "ships hood dom ward wards wise age ages ary aries ory ories ish ee ees ery eries ian ians eer eers ify ified "
      "ifies ifying ification",
      "" },
    { "es",
      "e o a os as es s ar er ir ando iendo ado ada ados adas ido ida idos idas ante antes ente entes iente ientes "
      "cion "
      "ciones acion aciones icion iciones amiento amientos imiento imientos miento mente dor dora dores doras ador "
      "adora adores adoras edor edora edores edoras dad dades idad idades ismo ismos ista istas izar izacion izaciones "
      "ble bles able ables ible ibles ico ica icos icas oso osa osos osas al ales almente eza ezas eria erias ero era "
      "eros eras ura uras ivo iva ivos ivas ancia ancias encia encias",
      NULL },
    { "fi",
      "a i n t en in an on ssa sta lla lta lle ksi na ta ja jen jat minen misen misia misesta us ukset uksen uus uuden "
      "ys ykset yys lainen laisen laiset llinen llisen lliset ton ttoman sti va vat tava tavat nut neet jana",
      "n" },
    { "fr",
      "e s es er ers ez ent ant ants ante antes ons ait aient era eront ee ees ir issant issement ion ions ation "
      "ations "
      "ition itions ement ements ment ments eur eurs euse euses ateur ateurs atrice atrices rice rices ite ites isme "
      "ismes iste istes iser isation isations able ables ible ibles ique iques iquement if ifs ive ives eux al ale "
      "ales "
      "aux el elle els elles ance ances ence ences age ages ure ures erie eries ier iers iere ieres ellement alement",
      NULL },
    { "hu",
      "a k t i n ok ek ot et at nak nek ban ben bol rol val vel hoz hez as es asok esek asa ese o ok sag seg sagok "
      "segek saga sege os as es talan telen ul ik ott ett ni nak hat het hatosag i ista izmus",
      "" },
    { "it",
      "e o a i are ere ire ando endo ato ata ati ate uto uta uti ute ito ita iti ite ante anti ente enti zione zioni "
      "azione azioni izione izioni mento menti amento amenti imento imenti mente tore tori trice trici atore atori ita "
      "ismo ismi ista isti iste izzare izzazione izzazioni bile bili abile abili ibile ibili ico ica ici iche oso osa "
      "osi ose ale ali almente ezza ezze eria erie iere ieri iera ura ure ivo iva ivi ive anza anze enza enze aggio",
      NULL },
    { "nl",
      "e en n s t er ers eren te ten de den d end ende ing ingen heid heden lijk lijke ig ige igheid isch ische baar "
      "bare zaam zame loos loze haft achtig schap schappen dom isme ist isten eren eert atie aties ator atoren aar "
      "aars "
      "ster sters nis nissen je jes tje tjes sel sels",
      "s e en n er" },
    { "no",
      "e en er et ene a ede te t s n r eri ning ninger ningen ing inger ingen else elser elsen het heter heten dom lig "
      "lige ig ige isk iske isme ist ister bar bart bare som skap skaper ende asjon asjoner asjonen sel sler ere eren",
      "s e" },
    { "pt",
      "e o a os as es s ar er ir ando endo indo ado ada ados adas ido ida idos idas ante antes ente entes cao coes "
      "acao "
      "acoes icao icoes amento amentos imento imentos mento mente dor dora dores doras ador adora adores edor edores "
      "dade dades idade idades ismo ismos ista istas izar izacao izacoes vel veis avel aveis ivel iveis ico ica icos "
      "icas oso osa osos osas al ais almente eza ezas aria arias eiro eira eiros eiras ura uras ivo iva ivos ivas "
      "ancia "
      "ancias encia encias",
      NULL },
    { "ro",
      "a e i u ul ului le lui lor ii iei ilor a are ere ire at ata ati ate it ita iti ite and ind tor toare tori ator "
      "atori atoare ator ie ii tie tii atie atii itie itii ment mente itate itati ism isme ist isti ista iza izare "
      "izarea bil bila bili bile abil abila ic ica ici ice os oasa osi oase al ala ali ale iv iva ivi ive anta ante "
      "enta ente eala",
      NULL },
    { "ru",
      "а я о е и ы й у ю ь ом ем ам ям ами ями ах ях ов ев ей ой ою ый ий ая яя ое ее ые ие ого его ому ему ым им ую "
      "юю "
      "ых их ыми ими ть ти ть л ла ло ли ал ала али ил ила или ет ит ют ят ут ешь ишь ение ения ению ением ений ание "
      "ания анию анием аний тель теля телю телем тели телей тельный тельная тельное тельные тельных ник ника нику "
      "ником ники ников ность ности остью ость ости ный ная ное ные ных ного ной ному ным ными ский ская ское ские "
      "ского ской ских ство ства ству ством изм изма ист иста исты истов ация ации ацию ацией аций ировать ирование "
      "ирования ка ки ку кой к ок чик чика чики щик щика щики",
      NULL },
    { "sv",
      "e en er et ar or n t s a an ade at de te ta na r eri erier ning ningar ningen ing ingar ingen else elser het "
      "heter heten dom lig liga ligt ig iga igt isk iska iskt ism ismen ist ister bar bart bara sam samt skap skaper "
      "skapet ande ende ation ationer ationen are aren arna sel",
      "s e u o" },
    { "tr",
      "i a e lar ler lari leri in un da de ta te dan den dir mak mek ma me masi mesi mis iyor di du ti tu lik luk ligi "
      "lugu ci cu cilar ciler cilik li lu siz suz sizlik sel sal ce ca las les lastirma lestirme",
      NULL },
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

const struct padan_endings *padan_endings_of(const char *primary)
{
    if (strcmp(primary, "nb") == 0 || strcmp(primary, "nn") == 0)
        primary = "no";
    for (size_t i = 0; i < COUNT(table); i++)
        if (strcmp(table[i].language, primary) == 0)
            return &table[i];
    return NULL;
}

/* The next of a list with spaces; false at its end. */
static bool next_ending(const char **list, struct padan_string *ending)
{
    *list += strspn(*list, " ");
    ending->data = *list;
    ending->size = strcspn(*list, " ");
    *list += ending->size;
    return ending->size > 0;
}

static bool is_made(const struct padan_endings *endings, struct padan_string rest, size_t most)
{
    const char *list = endings->list;
    struct padan_string ending;
    if (rest.size == 0)
        return true;
    while (most > 0 && next_ending(&list, &ending)) {
        if (ending.size > rest.size || memcmp(rest.data, ending.data, ending.size) != 0)
            continue;
        struct padan_string behind = { rest.data + ending.size, rest.size - ending.size };
        if (is_made(endings, behind, most - 1))
            return true;
    }
    return false;
}

bool padan_endings_match(const struct padan_endings *endings, struct padan_string rest)
{
    return rest.size <= 24 && is_made(endings, rest, MOST_ENDINGS);
}

/* Where the character before a byte begins. */
static size_t step_back(struct padan_string text, size_t at)
{
    while (at > 0 && ((unsigned char)text.data[--at] & 0xC0) == 0x80)
        ;
    return at;
}

/* What follows a beginning: an ending, or one behind a doubled consonant. */
static bool ends_well(const struct padan_endings *endings, struct padan_string word, size_t beginning)
{
    struct padan_string rest = { word.data + beginning, word.size - beginning };
    size_t last = step_back(word, beginning), size = beginning - last;
    if (padan_endings_match(endings, rest))
        return true;
    if (rest.size <= size || memcmp(rest.data, word.data + last, size) != 0)
        return false;
    return padan_endings_match(endings, (struct padan_string){ rest.data + size, rest.size - size });
}

/* One letter that stands for no ending: the vowel that others are put in place of. */
static bool is_nothing(struct padan_string rest)
{
    return rest.size == 0 || (rest.size == 1 && (*rest.data == 'e' || *rest.data == 'y'));
}

static bool relate_at(const struct padan_endings *endings, struct padan_string one, struct padan_string other,
                      size_t beginning)
{
    struct padan_string rest = { one.data + beginning, one.size - beginning };
    struct padan_string last = { other.data + beginning, other.size - beginning };
    size_t length = padan_text_length((struct padan_string){ one.data, beginning });
    bool bare = rest.size == 0 || last.size == 0;
    if (length < (bare ? BARE_LEAST : BOTH_LEAST) || (is_nothing(rest) && is_nothing(last)))
        return false;
    return ends_well(endings, one, beginning) && ends_well(endings, other, beginning);
}

bool padan_endings_relate(const struct padan_endings *endings, struct padan_string one, struct padan_string other)
{
    size_t beginning = 0;
    while (beginning < one.size && beginning < other.size && one.data[beginning] == other.data[beginning])
        beginning++;
    if (beginning == one.size && beginning == other.size)
        return true;
    while (beginning > 0 && beginning < one.size && ((unsigned char)one.data[beginning] & 0xC0) == 0x80)
        beginning--;
    for (int steps = 0; steps < MOST_BACK && beginning > 0; steps++) {
        if (relate_at(endings, one, other, beginning))
            return true;
        beginning = step_back(one, beginning);
    }
    return false;
}

size_t padan_endings_least(const struct padan_endings *endings, struct padan_string word)
{
    size_t at = 0;
    for (size_t characters = 0; at < word.size; characters++) {
        if (characters >= BARE_LEAST && ends_well(endings, word, at))
            break;
        padan_utf8_next(word, &at);
    }
    return at;
}
