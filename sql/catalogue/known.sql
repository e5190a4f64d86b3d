-- The articles of a release.
SELECT article_id FROM dim_article WHERE article_key <> -1
