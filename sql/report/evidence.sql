-- The claims behind every commitment, with the text around each quote and the spans that its fields were read from.
-- Grain: one claim; `place` is the offset of `around` in the article. Those that agree with the headline come first; of
-- one figure, first what another source tells than the ones before, so that the first few say the most.
WITH told AS (
    SELECT f.commitment_key, concat(a.article_id[1:16], '@', f.char_start, '-', f.char_end, '/', coalesce(f.said, f.measure)) AS anchor, f.correction, g.agrees, f.joined_by, f.certainty, f.value, f.unit, f.bound, f.status, f.from_partners, f.to_partners, f.published,
        s.source, a.article, a.title, a.url, a.language, f.char_start, f.char_end, f.fields,
        greatest(f.char_start - 700, 0) AS place, substr(a.text, greatest(f.char_start - 700, 0) + 1, f.char_end - greatest(f.char_start - 700, 0) + 700) AS around,
        row_number() OVER (PARTITION BY f.commitment_key, f.value, f.unit, f.bound, s.source ORDER BY f.published NULLS LAST, a.article, f.char_start) AS again
    FROM fact_claim AS f
    JOIN fact_figure AS g USING (figure_key)
    JOIN dim_article AS a USING (article_key)
    JOIN dim_source AS s USING (source_key)
)
SELECT * EXCLUDE (again),
    row_number() OVER (
        PARTITION BY commitment_key, agrees ORDER BY again, published NULLS LAST, article, char_start
    ) AS turn
FROM told
ORDER BY commitment_key, agrees DESC, turn
