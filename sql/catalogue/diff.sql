-- What changed from one release to another, by commitment, with the reason. Grain: one commitment that differs.
WITH known AS (SELECT DISTINCT article_id FROM before_articles),
fresh AS (
    SELECT t.commitment_id, string_agg(DISTINCT t.article, ', ' ORDER BY t.article) AS articles
    FROM after_told AS t ANTI JOIN known USING (article_id) GROUP BY t.commitment_id
),
gone AS (
    SELECT t.commitment_id, string_agg(DISTINCT t.article, ', ' ORDER BY t.article) AS articles
    FROM before_told AS t ANTI JOIN after_articles USING (article_id) GROUP BY t.commitment_id
),
lines AS (FROM after_corrections ANTI JOIN before_corrections USING (line_text)),
removing AS (
    SELECT t.commitment_id, l.line, l.detail FROM lines AS l JOIN before_told AS t USING (claim_key)
    UNION SELECT split_part(target, '|', 1), line, detail FROM lines WHERE subject = 'commitment'
    UNION SELECT split_part(value, '|', 1), line, replace(detail, 'another commitment merged into it', 'merged into ' || split_part(target, '|', 1))
    FROM lines WHERE subject = 'commitment' AND what = 'merge'
),
removed AS (SELECT commitment_id, string_agg(detail, '; ' ORDER BY line) AS details FROM removing GROUP BY commitment_id),
compared AS (
    SELECT coalesce(b.commitment_id, a.commitment_id) AS commitment_id,
        CASE WHEN b.commitment_id IS NULL THEN 'added' WHEN a.commitment_id IS NULL THEN 'removed' ELSE 'changed' END AS change,
        coalesce(a.from_partners, b.from_partners) AS from_partners, coalesce(a.to_partners, b.to_partners) AS to_partners,
        coalesce(a.kind, b.kind) AS kind, coalesce(a.measure, b.measure) AS measure,
        b.value AS old_value, a.value AS new_value, coalesce(a.unit, b.unit) AS unit,
        list_filter([
            CASE WHEN b.from_partners IS DISTINCT FROM a.from_partners OR b.to_partners IS DISTINCT FROM a.to_partners THEN 'parties' END,
            CASE WHEN (b.value, b.unit, b.bound) IS DISTINCT FROM (a.value, a.unit, a.bound) THEN 'figure' END,
            CASE WHEN (b.low, b.high) IS DISTINCT FROM (a.low, a.high) THEN 'low and high' END,
            CASE WHEN b.status IS DISTINCT FROM a.status THEN 'status' END,
            CASE WHEN (b.announced, b.start_from, b.start_to, b.end_from, b.end_to, b.term_years)
                IS DISTINCT FROM (a.announced, a.start_from, a.start_to, a.end_from, a.end_to, a.term_years) THEN 'days' END,
            CASE WHEN b.amount_usd IS DISTINCT FROM a.amount_usd AND b.value IS NOT DISTINCT FROM a.value THEN 'rate' END,
            CASE WHEN b.article_count IS DISTINCT FROM a.article_count THEN 'articles' END
        ], lambda field: field IS NOT NULL) AS fields,
        CASE WHEN b.correction IS DISTINCT FROM a.correction THEN 'correction: ' || coalesce(a.correction, 'taken back: ' || b.correction) END AS correction
    FROM before AS b FULL JOIN after AS a USING (commitment_id)
)
SELECT c.change, c.commitment_id, c.from_partners, c.to_partners, c.kind, c.old_value, c.new_value, c.unit,
    CASE c.change WHEN 'changed' THEN c.fields ELSE [] END AS fields,
    CASE WHEN c.change = 'removed' AND r.details IS NOT NULL THEN 'correction: ' || r.details
        WHEN c.correction IS NOT NULL THEN c.correction WHEN f.articles IS NOT NULL THEN 'new article: ' || f.articles WHEN g.articles IS NOT NULL THEN 'article gone: ' || g.articles
        WHEN EXISTS (FROM before_corrections ANTI JOIN after_corrections USING (line_text)) OR EXISTS (FROM lines)
            THEN 'changed corrections'
        WHEN EXISTS (SELECT 1 FROM before_release AS x JOIN after_release AS y ON x.reference <> y.reference) THEN 'changed reference'
        WHEN EXISTS (SELECT 1 FROM before_release AS x JOIN after_release AS y ON x.extractor <> y.extractor) THEN 'changed extractor'
        WHEN EXISTS (SELECT 1 FROM before_release AS x JOIN after_release AS y ON x.rules <> y.rules) THEN 'changed rule'
        ELSE 'other articles or rates' END AS reason
FROM compared AS c LEFT JOIN fresh AS f USING (commitment_id) LEFT JOIN gone AS g USING (commitment_id) LEFT JOIN removed AS r USING (commitment_id)
WHERE c.change <> 'changed' OR len(c.fields) > 0
ORDER BY c.change, c.commitment_id
