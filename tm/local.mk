# Data that a memory starts from.
articlesdir = $(pkgdatadir)/articles
dist_articles_DATA = \
	tm/articles/README \
	tm/articles/velanda.id.txt tm/articles/velanda.id.segments \
	tm/articles/velanda.en.txt tm/articles/velanda.en.segments \
	tm/articles/velanda.gold

termsdir = $(pkgdatadir)/terms
dist_terms_DATA = tm/terms/README tm/terms/id-en.tsv
