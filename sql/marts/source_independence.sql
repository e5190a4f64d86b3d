-- How far each source stands on its own feet. Grain: one source.
CREATE TABLE source_independence AS
WITH commitments_told AS (
    SELECT t.source_key, t.commitment_key, min(t.published) AS first_told, bool_or(f.agrees) AS agrees
    FROM fact_telling AS t JOIN fact_figure AS f USING (figure_key)
    GROUP BY ALL
),
articles AS (
    SELECT s.source_key, s.source, count(*) AS articles FROM dim_article AS a JOIN dim_source AS s USING (source)
    WHERE a.article_key <> -1 AND a.is_current GROUP BY ALL
)
SELECT
    a.source, a.articles, count(c.commitment_key) AS commitments, count(*) FILTER (t.first_told = c.first_told) AS told_first,
    count(*) FILTER (c.source_count = 1) AS told_alone, count(*) FILTER (t.agrees) AS agrees_with_headline,
    count(*) FILTER (NOT t.agrees) AS differs_from_headline
FROM articles AS a LEFT JOIN commitments_told AS t USING (source_key) LEFT JOIN fact_commitment AS c USING (commitment_key)
GROUP BY ALL
ORDER BY commitments DESC, a.source;
COMMENT ON TABLE source_independence IS 'What each source tells first, alone and otherwise; grain: one source';
COMMENT ON COLUMN source_independence.source IS 'The publisher, else the host of the address, else the article itself';
COMMENT ON COLUMN source_independence.articles IS 'Number of its articles';
COMMENT ON COLUMN source_independence.commitments IS 'Number of commitments that it tells';
COMMENT ON COLUMN source_independence.told_first IS 'Of these, told on the first day of all';
COMMENT ON COLUMN source_independence.told_alone IS 'Of these, told by nobody else';
COMMENT ON COLUMN source_independence.agrees_with_headline IS 'Of these, told with a figure that agrees with the headline';
COMMENT ON COLUMN source_independence.differs_from_headline IS 'Of these, told only with other figures';
