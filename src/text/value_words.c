/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words about values that ICU's locale data lack. */
#include <string.h>

#include <unicode/ustring.h>

#include "text/value_parts.h"

#define SCALE PADAN_MEANS_SCALE
#define UNIT PADAN_MEANS_UNIT
#define ORDINAL PADAN_MEANS_ORDINAL
#define MORNING PADAN_MEANS_MORNING
#define EVENING PADAN_MEANS_EVENING
#define CLOCK PADAN_MEANS_CLOCK
#define OCLOCK PADAN_MEANS_OCLOCK
#define HOUR PADAN_MEANS_HOUR
#define MINUTE PADAN_MEANS_MINUTE
#define YEAR PADAN_MEANS_YEAR
#define FILLER PADAN_MEANS_FILLER
#define ARTICLE PADAN_MEANS_ARTICLE
#define ROMAN PADAN_MEANS_ROMAN_PLACE
#define PERCENT PADAN_MEANS_PERCENT
#define END PADAN_MEANS_ORDINAL_END
#define NUMBER PADAN_MEANS_NUMBER_MARK

struct words {
    const char *languages; /* "" for all */
    uint32_t means;
    int number; /* of a unit or ordinal; of a month; the power of ten of a scale; what is added to the years of an era
                 */
    const char *list;
};

/* A word that begins a time by itself ("pukul 9") is CLOCK and OCLOCK; CLOCK alone ("at 9") needs more. */
static const struct words all_words[] = {
    { "", PERCENT, 0, "%|\u066A" },
    { "en", PERCENT, 0, "per cent|pct|percentage points|percentage point" },
    { "id ms", PERCENT, 0, "peratus|prosen" },
    { "de", PERCENT, 0, "v. h." },
    { "ro", PERCENT, 0, "la suta" },
    { "ar", PERCENT, 0, "في المئة|في المائة|بالمئة|بالمائة" },
    { "hi", PERCENT, 0, "प्रतिशत|फीसदी" },
    { "zh yue", PADAN_MEANS_PERCENT_BEFORE, 0, "百分之" },
    { "tr az", PADAN_MEANS_PERCENT_BEFORE, 0, "yüzde" },

    { "en", PADAN_MEANS_AND, 0, "and" },
    { "pt", PADAN_MEANS_AND, 0, "e" },
    { "de", PADAN_MEANS_AND, 0, "und" },
    { "nl", PADAN_MEANS_AND, 0, "en" },
    { "ar", PADAN_MEANS_AND, 0, "و" },
    { "de", ARTICLE, 0, "ein|eine|einen|einem|einer|eines" },
    { "en", ARTICLE, 0, "an" },
    { "fr", ARTICLE, 0, "un|une" },
    { "es", ARTICLE, 0, "un|una|uno" },
    { "it", ARTICLE, 0, "un|una|uno" },
    { "pt", ARTICLE, 0, "um|uma" },
    { "ro", ARTICLE, 0, "un|o|una|unul" },
    { "hu", ARTICLE, 0, "egy" },
    { "nl", ARTICLE, 0, "een" },
    { "sv da nb nn no", ARTICLE, 0, "en|ett|et|ei|een" },
    { "tr", ARTICLE, 0, "bir" },
    { "vi", ARTICLE, 0, "một|không" },
    { "fa", ARTICLE, 0, "یک|نه" },
    { "id ms", ARTICLE, 0, "kosong" },
    { "hu", PADAN_MEANS_NOTHING_AFTER, 0, "európai" },
    { "en", PADAN_MEANS_NOTHING_AFTER, 0, "a|per|every|each|split" },

    { "en", SCALE, 6, "mn|mln" },
    { "en", SCALE, 9, "bn|bln" },
    { "en", SCALE, 12, "tn|trn" },
    { "en hi", SCALE, 5, "lakh|lakhs" },
    { "en hi", SCALE, 7, "crore|crores" },
    { "de", SCALE, 6, "mio" },
    { "de", SCALE, 9, "mrd" },
    { "id", SCALE, 9, "milyar" },
    { "ru uk", SCALE, 3, "тыс|тыс.|тысячи" },
    { "ru uk", SCALE, 6, "млн|млн." },
    { "ru uk", SCALE, 9, "млрд|млрд." },
    { "ru uk", SCALE, 12, "трлн|трлн." },
    { "ru", UNIT, 1000, "тысячу" },
    { "hi", SCALE, 3, "हजार" },
    { "ar", SCALE, 9, "بليون|مليارات" },
    { "ar", SCALE, 12, "تريليون" },
    { "ar", SCALE, 3, "آلاف|الف|ألفا" },
    { "ar", SCALE, 6, "ملايين" },
    { "ar", UNIT, 2, "اثنان|اثنين|اثنتان" },
    { "ar", UNIT, 12, "اثنا عشر|اثني عشر|اثنتا عشرة|اثنتي عشرة" },
    { "ar", UNIT, 8, "ثمان" },
    { "hu", UNIT, 2, "ket" },
    { "vi", SCALE, 3, "nghìn|ngàn" },

    { "id ms", ORDINAL, 1, "pertama" },
    { "id ms", ORDINAL, 2, "kedua" },
    { "ms", ORDINAL, 3, "ketiga" },
    { "fr", ORDINAL, 2, "second|seconde" },
    { "hi", ORDINAL, 1, "पहले|पहली" },
    { "hi", ORDINAL, 2, "दूसरे|दूसरी" },
    { "hi", ORDINAL, 3, "तीसरा|तीसरे|तीसरी" },
    { "hi", ORDINAL, 4, "चौथा|चौथे|चौथी" },
    { "ar", ORDINAL, 1, "الأول|الاولى|الأولى|أول" },
    { "ar", ORDINAL, 2, "الثاني|الثانية|ثاني" },
    { "ar", ORDINAL, 3, "الثالث|الثالثة|ثالث" },
    { "ar", ORDINAL, 4, "الرابع|الرابعة|رابع" },
    { "ro", ORDINAL, 1, "primul|prima|primii|primele|intai|intaia" },
    { "ro", ORDINAL, 2, "al doilea|a doua|doilea" },
    { "ro", ORDINAL, 3, "al treilea|a treia|treilea" },
    { "ro", ORDINAL, 4, "al patrulea|a patra" },
    { "ro", ORDINAL, 5, "al cincilea|a cincea" },
    { "ro", ORDINAL, 6, "al saselea|a sasea" },
    { "ro", ORDINAL, 7, "al saptelea|a saptea" },
    { "ro", ORDINAL, 8, "al optulea|a opta" },
    { "ro", ORDINAL, 9, "al noualea|a noua" },
    { "ro", ORDINAL, 10, "al zecelea|a zecea" },

    { "en", END, 0, "st|nd|rd|th" },
    { "fr", END, 0, "er|re|e|eme|ere|nd|nde" },
    { "es pt it", END, 0, "º|ª|o|a|°" },
    { "nl", END, 0, "e|ste|de" },
    { "sv", END, 0, "a|e" },
    { "ru uk", END, 0, "й|я|е|го|му|ый|ая|ое|ой|ом|м|х" },
    { "hi", END, 0, "ला|रा|था|वाँ|वां|वीं|वें" },
    { "id ms", NUMBER, 0, "ke" },
    { "zh ja yue ko vi", NUMBER, 0, "第|thứ|제" },
    { "th", NUMBER, 0, "ที่" },

    { "", MORNING, 0, "a.m.|a.m" },
    { "", EVENING, 0, "p.m.|p.m" },
    { "en", MORNING, 0, "am|in the morning" },
    { "en", EVENING, 0, "pm|in the afternoon|in the evening" },
    { "id ms", MORNING, 0, "pagi|dini hari" },
    { "id ms", EVENING, 0, "siang|sore|malam|petang" },
    { "fr", MORNING, 0, "du matin" },
    { "fr", EVENING, 0, "de l'apres midi|du soir" },
    { "de", MORNING, 0, "morgens|vormittags" },
    { "de", EVENING, 0, "nachmittags|abends" },
    { "hu", MORNING, 0, "reggel|delelott|hajnali|hajnalban" },
    { "hu", EVENING, 0, "delutan|este" },
    { "ru", MORNING, 0, "утра" },
    { "ru", EVENING, 0, "вечера|дня" },
    { "ro", MORNING, 0, "dimineata" },
    { "ro", EVENING, 0, "dupa amiaza|seara" },
    { "hi", MORNING, 0, "सुबह|प्रातः" },
    { "hi", EVENING, 0, "दोपहर|शाम|रात" },
    { "ar", MORNING, 0, "صباحا" },
    { "ar", EVENING, 0, "مساء|ظهرا|عصرا" },
    { "zh yue", MORNING, 0, "上午|凌晨|早上" },
    { "zh yue", EVENING, 0, "下午|晚上|傍晚" },
    { "ja", MORNING, 0, "午前" },
    { "ja", EVENING, 0, "午後" },
    { "ko", MORNING, 0, "오전" },
    { "ko", EVENING, 0, "오후" },
    { "es", MORNING, 0, "de la manana" },
    { "es", EVENING, 0, "de la tarde|de la noche" },

    { "en", CLOCK, 0, "at" },
    { "id ms", CLOCK | OCLOCK, 0, "pukul|jam" },
    { "de", CLOCK, 0, "um" },
    { "fr", CLOCK, 0, "a" },
    { "es", CLOCK, 0, "a las|a la" },
    { "it", CLOCK, 0, "alle|ore" },
    { "pt", CLOCK, 0, "as" },
    { "ro", CLOCK, 0, "la ora|ora" },
    { "ru", CLOCK, 0, "в" },
    { "ar", CLOCK | OCLOCK, 0, "الساعة" },
    { "th", CLOCK | OCLOCK, 0, "เวลา" },
    { "sv da nb nn no", CLOCK | OCLOCK, 0, "kl|kl." },
    { "tr", CLOCK, 0, "saat" },
    { "en", OCLOCK, 0, "o'clock" },
    { "de", OCLOCK, 0, "uhr" },
    { "fr", OCLOCK, 0, "h" },
    { "th", OCLOCK, 0, "น." },
    { "hi", OCLOCK, 0, "बजे|बजकर" },
    { "ja", OCLOCK, 0, "時" },
    { "zh yue", OCLOCK, 0, "时|時|点|點" },
    { "ko", OCLOCK, 0, "시" },
    { "hu", OCLOCK, 0, "orakor" },
    { "id", OCLOCK, 0, "wib|wita|wit" },
    { "fr", HOUR, 0, "heures|heure" },
    { "ru", HOUR, 0, "часов|часа|час|ч" },
    { "hu", HOUR, 0, "ora" },
    { "vi", CLOCK | OCLOCK, 0, "lúc" },
    { "vi", OCLOCK, 0, "giờ" },
    { "vi", MINUTE, 0, "phút" },
    { "ko", PADAN_MEANS_NOTHING_AFTER, 0, "시간|분기|년간|일간" },
    { "ja", PADAN_MEANS_NOTHING_AFTER, 0, "時間|時代|時期" },
    { "zh yue ja", MINUTE, 0, "分" },
    { "ko", MINUTE, 0, "분" },
    { "hu", MINUTE, 0, "perc|perckor" },
    { "ru", MINUTE, 0, "минут|мин|минуты" },
    { "fr", MINUTE, 0, "minutes" },
    { "hi", MINUTE, 0, "मिनट" },

    { "id ms", YEAR, 0, "tahun" },
    { "de", YEAR, 0, "jahr|jahre" },
    { "fr", YEAR, 0, "annee|en" },
    { "en", YEAR, 0, "year|in|since|until|till|by|from|last|next|this|early|late|mid|before|after|during|through" },
    { "ro", YEAR, 0, "anul|in anul" },
    { "ru", YEAR, 0, "год|года|году|г.|годом" },
    { "ar", YEAR, 0, "عام|سنة" },
    { "hi", YEAR, 0, "वर्ष|साल|सन" },
    { "th", YEAR, 0, "ปี|ในปี" },
    { "vi", YEAR, 0, "năm" },
    { "zh ja yue", YEAR, 0, "年" },
    { "ko", YEAR, 0, "년" },
    { "zh ja yue", PADAN_MEANS_MONTH_MARK, 0, "月" },
    { "ko", PADAN_MEANS_MONTH_MARK, 0, "월" },
    { "zh ja yue", PADAN_MEANS_DAY_MARK, 0, "日|号|號" },
    { "ko", PADAN_MEANS_DAY_MARK, 0, "일" },
    { "th", PADAN_MEANS_ERA, -543, "พ.ศ.|พ.ศ|พุทธศักราช" },
    { "th", PADAN_MEANS_ERA, 0, "ค.ศ.|ค.ศ" },
    { "ja", PADAN_MEANS_ERA, 1867, "明治" },
    { "ja", PADAN_MEANS_ERA, 1911, "大正" },
    { "ja", PADAN_MEANS_ERA, 1925, "昭和" },
    { "ja", PADAN_MEANS_ERA, 1988, "平成" },
    { "ja", PADAN_MEANS_ERA, 2018, "令和" },

    { "en", PADAN_MEANS_MONTH | PADAN_MEANS_SHORT | PADAN_MEANS_CAPITAL, 9, "sept|sept." },
    { "id ms", PADAN_MEANS_MONTH, 2, "pebruari" },
    { "id ms", PADAN_MEANS_MONTH, 11, "nopember" },

    { "en", FILLER, 0, "of|the" },
    { "fr", FILLER, 0, "de|d'" },
    { "es pt ca gl", FILLER, 0, "de|del" },
    { "it", FILLER, 0, "di" },
    { "ro", FILLER, 0, "de" },

    { "en", ROMAN, 0,
      "chapter|part|section|article|volume|book|phase|stage|quarter|century|act|type|class|war|appendix" },
    { "id ms", ROMAN, 0, "triwulan|kuartal|bab|pasal|abad|ayat|tahap|fase|jilid|bagian|lampiran|kelas|semester" },
    { "de", ROMAN, 0, "kapitel|teil|abschnitt|artikel|band|phase|anhang|jahrhundert" },
    { "fr", ROMAN, 0, "chapitre|partie|section|article|tome|volume|siecle|acte|livre|titre" },
    { "es", ROMAN, 0, "capitulo|parte|articulo|tomo|siglo|acto|libro|titulo" },
    { "it", ROMAN, 0, "capitolo|parte|articolo|tomo|secolo|atto|libro" },
    { "ro", ROMAN, 0, "capitolul|partea|articolul|volumul|secolul|al|a|lea" },
    { "ru", ROMAN, 0, "глава|главе|часть|части|статья|том|век|века|веке|квартал|квартале|квартала" },
    { "hu", ROMAN, 0, "fejezet|resz|szazad|kotet" },
    { "pl", ROMAN, 0, "rozdzial|czesc|wiek|wieku|tom" },
};

static const struct {
    const char *languages, *code, *list;
} all_currencies[] = {
    { "", "USD", "$|US$|U.S.$|US $" },
    { "", "EUR", "€" },
    { "", "GBP", "£" },
    { "", "INR", "₹" },
    { "", "JPY", "¥" },
    { "", "RUB", "₽" },
    { "", "THB", "฿" },
    { "", "KRW", "₩" },
    { "", "IDR", "Rp|Rp." },
    { "", "AUD", "A$" },
    { "", "SGD", "S$" },
    { "", "HKD", "HK$" },
    { "", "CAD", "C$" },
    { "", "BRL", "R$" },
    { "en", "RUB", "rouble|roubles" },
    { "en hi", "INR", "Rs|Rs." },
    { "en", "CNY", "renminbi|rmb" },
    { "id", "GBP", "poundsterling" },
    { "fr de it es", "USD", "$" },
    { "hu", "USD", "dollar" },
    { "ro", "RON", "lei|leu" },
    { "tr", "TRY", "lira|TL" },
    { "ko", "KRW", "원" },
    { "ko", "USD", "달러" },
    { "ko", "JPY", "엔" },
    { "ru", "USD", "долларов|доллара|доллар|долл." },
    { "ru", "RUB", "руб.|руб" },
    { "ja", "USD", "ドル" },
    { "ja", "JPY", "円" },
    { "ja", "CNY", "元" },
    { "zh yue", "CNY", "元|人民币" },
    { "zh yue", "JPY", "日元" },
    { "zh yue", "USD", "美元" },
    { "zh yue", "EUR", "欧元" },
    { "th", "USD", "ดอลลาร์" },
    { "th", "THB", "บาท" },
    { "hi", "INR", "रुपये|रुपए|रुपया|रु.|रु" },
    { "ar", "USD", "دولار|دولارا|دولارات" },
    { "ar", "GBP", "جنيه إسترليني" },
};

static bool is_for(const char *languages, const char *primary)
{
    size_t size = strlen(primary);
    const char *found = languages[0] == '\0' ? NULL : strstr(languages, primary);
    return languages[0] == '\0' ||
           (found && (found == languages || found[-1] == ' ') && (found[size] == ' ' || found[size] == '\0'));
}

static void give_meaning(struct padan_value_name *name, uint32_t means, int number)
{
    name->means |= means;
    if (means & UNIT)
        name->unit = number;
    if (means & ORDINAL)
        name->ordinal = number;
    if (means & SCALE)
        name->scale = (uint8_t)number;
    if (means & PADAN_MEANS_MONTH)
        name->month = (uint8_t)number;
    if (means & PADAN_MEANS_ERA)
        name->era = number;
}

/* The spellings of a list, one by one. `code` is the currency they name, or NULL. */
static void add_list(struct padan_value_trie *trie, const char *list, uint32_t means, int number, const char *code)
{
    while (*list) {
        UErrorCode status = U_ZERO_ERROR;
        UChar units[64];
        int32_t size;
        const char *end = strchr(list, '|');
        end = end ? end : list + strlen(list);
        u_strFromUTF8(units, 64, &size, list, (int32_t)(end - list), &status);
        struct padan_value_name *name = U_SUCCESS(status) ? padan_value_trie_add(trie, units, size) : NULL;
        if (name && code) {
            memcpy(name->currency, code, 4);
            name->means &= ~(uint32_t)PADAN_MEANS_CAPITAL;
        }
        if (name)
            give_meaning(name, means, number);
        list = *end ? end + 1 : end;
    }
}

bool padan_value_words_add(struct padan_value_trie *trie, const char *primary)
{
    for (size_t i = 0; i < sizeof all_words / sizeof *all_words; i++) {
        if (is_for(all_words[i].languages, primary))
            add_list(trie, all_words[i].list, all_words[i].means, all_words[i].number, NULL);
    }
    for (size_t i = 0; i < sizeof all_currencies / sizeof *all_currencies; i++) {
        if (is_for(all_currencies[i].languages, primary))
            add_list(trie, all_currencies[i].list, PADAN_MEANS_CURRENCY, 0, all_currencies[i].code);
    }
    return !trie->failed;
}
