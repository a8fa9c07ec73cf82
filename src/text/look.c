/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/text.h>

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

/* What is answered where the script fits and the words are not known or too few. */
static const double neutral = 0.2;

enum { WORDS_MIN = 20, SCRIPTS_MAX = 16, WORD_MAX = 32 };

struct common_words {
    const char *language;
    const char *words; /* in lower case, a space around each */
};

/* Words without which hardly a paragraph can be written. */
static const struct common_words lists[] = {
    { "cs", " a se v na je že s z do o i to ve pro si jsou by ale jako za po který bylo od jeho nebo při " },
    { "da", " og i at det er en til på som for den af de med ikke der et har om jeg var fra men sig kan vil " },
    { "de",
      " der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
      "hat dass sie nach bei um noch wie " },
    { "en",
      " the of and to in a is that for on was with as it he be by at from are this have not but had his which or "
      "an they were has who will said their " },
    { "es",
      " de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ha este entre "
      "fue son " },
    { "fi", " ja on ei että se oli hän mutta ovat myös kun joka tai niin kuin hänen ole mukaan jo sen " },
    { "fr",
      " de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont aux avec "
      "son été cette mais " },
    { "hu", " a az és hogy nem is egy volt de meg ez csak már még azt mint ha vagy el kell lesz után " },
    { "id",
      " yang dan di itu dengan untuk pada dari ini dalam tidak akan oleh ke telah juga adalah mereka atau karena "
      "sebagai bahwa kepada saat sudah ada para kami bisa tersebut ia menjadi " },
    { "it",
      " di e che la il un a per in una è non sono del si da con le i della dei al come più nel alla anche gli ha " },
    { "ms",
      " yang dan di itu dengan untuk pada dari ini dalam tidak akan oleh ke telah juga adalah mereka atau kerana "
      "sebagai bahawa kepada sudah ada para kami boleh tersebut ia menjadi " },
    { "nb", " og i det er en til på som for den av de med ikke et har om jeg var fra men seg kan vil ble " },
    { "nl", " de van het een en in is dat op te zijn met voor niet die aan er om ook als maar door uit bij nog naar " },
    { "pl", " w i na z się nie do to że jest o jak po za od przez dla ale tym są oraz co by może był " },
    { "pt", " de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao das à é são ou " },
    { "ro", " de și în a la cu nu o că pe un din este care mai să pentru au fost sau prin dar " },
    { "ru", " и в не на что с он по это но из у за к от как же так для о была был его все было при или " },
    { "sv", " och i att det som en på är av för med den till inte har de ett om ett men var sig från kan ska " },
    { "tr", " ve bir bu da de için ile olarak çok daha olan gibi ne kadar sonra ama en ise değil o her " },
    { "uk", " і в не на що з він до це але та за у як від про для був було його або також є " },
    { "vi", " và của là có được cho trong không một những với các người này đã khi từ để đến cũng như " },
};

static const char *words_of(const char *language)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (padan_language_matches(lists[i].language, language))
            return lists[i].words;
    }
    return NULL;
}

/* Counts of what a text is made of. */
struct look {
    UScriptCode scripts[SCRIPTS_MAX];
    int32_t script_count;
    const char *common; /* or NULL */
    size_t letters, fitting_letters;
    size_t words, common_words;
    char word[WORD_MAX + 2]; /* the one under way, with a space before it */
    size_t word_size;
};

static void end_word(struct look *look)
{
    if (look->word_size == 0)
        return;
    look->words++;
    if (look->word_size < WORD_MAX) {
        memcpy(look->word + 1 + look->word_size, " ", 2);
        look->common_words += look->common && strstr(look->common, look->word);
    }
    look->word_size = 0;
}

static void add_letter(struct look *look, UChar32 c)
{
    look->letters++;
    for (int32_t i = 0; i < look->script_count; i++) {
        if (uscript_hasScript(c, look->scripts[i])) {
            look->fitting_letters++;
            break;
        }
    }
    if (look->word_size + U8_MAX_LENGTH >= WORD_MAX) {
        look->word_size = WORD_MAX;
        return;
    }
    uint32_t lower = (uint32_t)u_tolower(c);
    uint8_t *to = (uint8_t *)look->word + 1;
    U8_APPEND_UNSAFE(to, look->word_size, lower);
}

double padan_language_fit(const char *language, struct padan_string text)
{
    char tag[PADAN_LANGUAGE_SIZE];
    struct look look = { .word = " " };
    UErrorCode status = U_ZERO_ERROR;
    if (padan_language_canonical(tag, language, NULL) != PADAN_OK)
        return neutral;
    look.common = words_of(tag);
    look.script_count = uscript_getCode(tag, look.scripts, SCRIPTS_MAX, &status);
    if (U_FAILURE(status) || look.script_count < 1)
        return neutral;
    const uint8_t *bytes = (const uint8_t *)text.data;
    for (size_t at = 0; at < text.size;) {
        UChar32 c;
        U8_NEXT(bytes, at, text.size, c);
        if (c >= 0 && (u_isalpha(c) || (look.word_size > 0 && u_charType(c) == U_NON_SPACING_MARK)))
            add_letter(&look, c);
        else
            end_word(&look);
    }
    end_word(&look);
    if (look.letters > 0 && look.fitting_letters * 2 < look.letters)
        return 0;
    if (!look.common || look.words < WORDS_MIN)
        return neutral;
    return (double)look.common_words / (double)look.words;
}

double padan_language_guess(char out[PADAN_LANGUAGE_SIZE], struct padan_string text)
{
    const double least = 0.1;
    double best = least;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        double fit = padan_language_fit(lists[i].language, text);
        /* The neutral answer is that of a text too short. */
        if (fit <= best || fit == neutral)
            continue;
        best = fit;
        snprintf(out, PADAN_LANGUAGE_SIZE, "%s", lists[i].language);
    }
    return out[0] ? best : 0;
}
