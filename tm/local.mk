# Data that a memory starts from.
articlesdir = $(pkgdatadir)/articles
dist_articles_DATA = \
	tm/articles/README \
	tm/articles/velanda.id.txt tm/articles/velanda.id.segments \
	tm/articles/velanda.en.txt tm/articles/velanda.en.segments \
	tm/articles/velanda.gold

termsdir = $(pkgdatadir)/terms
dist_terms_DATA = tm/terms/README tm/terms/id-en.tsv

rulesdir = $(pkgdatadir)/rules
dist_rules_DATA = \
	tm/rules/README \
	tm/rules/am.srx \
	tm/rules/ar.srx \
	tm/rules/bg.srx \
	tm/rules/bn.srx \
	tm/rules/cs.srx \
	tm/rules/da.srx \
	tm/rules/de.srx \
	tm/rules/default.srx \
	tm/rules/el.srx \
	tm/rules/en.srx \
	tm/rules/es.srx \
	tm/rules/fa.srx \
	tm/rules/fallback.srx \
	tm/rules/fil.srx \
	tm/rules/fr.srx \
	tm/rules/he.srx \
	tm/rules/hi.srx \
	tm/rules/hu.srx \
	tm/rules/hy.srx \
	tm/rules/id.srx \
	tm/rules/it.srx \
	tm/rules/ja.srx \
	tm/rules/jv.srx \
	tm/rules/kk.srx \
	tm/rules/km.srx \
	tm/rules/ko.srx \
	tm/rules/languages.txt \
	tm/rules/lo.srx \
	tm/rules/mr.srx \
	tm/rules/ms.srx \
	tm/rules/my.srx \
	tm/rules/nb.srx \
	tm/rules/nl.srx \
	tm/rules/pl.srx \
	tm/rules/pt.srx \
	tm/rules/ro.srx \
	tm/rules/ru.srx \
	tm/rules/sk.srx \
	tm/rules/structure.srx \
	tm/rules/su.srx \
	tm/rules/sv.srx \
	tm/rules/ta.srx \
	tm/rules/th.srx \
	tm/rules/tr.srx \
	tm/rules/uk.srx \
	tm/rules/ur.srx \
	tm/rules/vi.srx \
	tm/rules/zh.srx
abbreviationsdir = $(rulesdir)/abbreviations
dist_abbreviations_DATA = \
	tm/rules/abbreviations/am.txt \
	tm/rules/abbreviations/ar.txt \
	tm/rules/abbreviations/bg.txt \
	tm/rules/abbreviations/bn.txt \
	tm/rules/abbreviations/cs.txt \
	tm/rules/abbreviations/da.txt \
	tm/rules/abbreviations/de.txt \
	tm/rules/abbreviations/default.txt \
	tm/rules/abbreviations/el.txt \
	tm/rules/abbreviations/en.txt \
	tm/rules/abbreviations/es.txt \
	tm/rules/abbreviations/fa.txt \
	tm/rules/abbreviations/fil.txt \
	tm/rules/abbreviations/fr.txt \
	tm/rules/abbreviations/he.txt \
	tm/rules/abbreviations/hi.txt \
	tm/rules/abbreviations/hu.txt \
	tm/rules/abbreviations/hy.txt \
	tm/rules/abbreviations/id.txt \
	tm/rules/abbreviations/it.txt \
	tm/rules/abbreviations/ja.txt \
	tm/rules/abbreviations/jv.txt \
	tm/rules/abbreviations/kk.txt \
	tm/rules/abbreviations/km.txt \
	tm/rules/abbreviations/ko.txt \
	tm/rules/abbreviations/lo.txt \
	tm/rules/abbreviations/mr.txt \
	tm/rules/abbreviations/ms.txt \
	tm/rules/abbreviations/my.txt \
	tm/rules/abbreviations/nb.txt \
	tm/rules/abbreviations/nl.txt \
	tm/rules/abbreviations/pl.txt \
	tm/rules/abbreviations/pt.txt \
	tm/rules/abbreviations/ro.txt \
	tm/rules/abbreviations/ru.txt \
	tm/rules/abbreviations/sk.txt \
	tm/rules/abbreviations/su.txt \
	tm/rules/abbreviations/sv.txt \
	tm/rules/abbreviations/ta.txt \
	tm/rules/abbreviations/th.txt \
	tm/rules/abbreviations/tr.txt \
	tm/rules/abbreviations/uk.txt \
	tm/rules/abbreviations/ur.txt \
	tm/rules/abbreviations/vi.txt \
	tm/rules/abbreviations/zh.txt
spacesdir = $(rulesdir)/spaces
dist_spaces_DATA = tm/rules/spaces/lo.txt tm/rules/spaces/th.txt
lexicondir = $(pkgdatadir)/lexicon
dist_lexicon_DATA = tm/lexicon/README \
	tm/lexicon/ar.txt \
	tm/lexicon/de.txt \
	tm/lexicon/es.txt \
	tm/lexicon/fa.txt \
	tm/lexicon/fr.txt \
	tm/lexicon/hi.txt \
	tm/lexicon/hu.txt \
	tm/lexicon/id.txt \
	tm/lexicon/it.txt \
	tm/lexicon/ja.txt \
	tm/lexicon/ko.txt \
	tm/lexicon/ms.txt \
	tm/lexicon/nl.txt \
	tm/lexicon/pl.txt \
	tm/lexicon/pt.txt \
	tm/lexicon/ro.txt \
	tm/lexicon/ru.txt \
	tm/lexicon/th.txt \
	tm/lexicon/tr.txt \
	tm/lexicon/vi.txt \
	tm/lexicon/zh.txt
