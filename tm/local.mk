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
dist_rules_DATA = tm/rules/README \
	tm/rules/de.srx \
	tm/rules/default.srx \
	tm/rules/en.srx \
	tm/rules/es.srx \
	tm/rules/fr.srx \
	tm/rules/id.srx \
	tm/rules/km.srx \
	tm/rules/languages.txt \
	tm/rules/lo.srx \
	tm/rules/ru.srx \
	tm/rules/th.srx
abbreviationsdir = $(rulesdir)/abbreviations
dist_abbreviations_DATA = \
	tm/rules/abbreviations/de.txt \
	tm/rules/abbreviations/default.txt \
	tm/rules/abbreviations/en.txt \
	tm/rules/abbreviations/es.txt \
	tm/rules/abbreviations/fr.txt \
	tm/rules/abbreviations/id.txt \
	tm/rules/abbreviations/km.txt \
	tm/rules/abbreviations/lo.txt \
	tm/rules/abbreviations/ru.txt \
	tm/rules/abbreviations/th.txt
spacesdir = $(rulesdir)/spaces
dist_spaces_DATA = tm/rules/spaces/lo.txt tm/rules/spaces/th.txt
