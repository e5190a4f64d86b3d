-- Every claim with its group of amounts. Grain: one claim.
CREATE TABLE scratch.said AS
SELECT
    t.claim_key, t.run_id, t.article_key, t.source_key, g.combination, g.group_key, t.value, t.unit, t.bound, t.status, t.announced,
    t.published, t.place
FROM told AS t
JOIN amount_group AS g ON g.names = t.names AND g.era = t.era AND g.kind = t.kind AND g.measure = t.measure AND g.scope = t.scope
    AND g.unit = t.unit AND g.value = t.value AND g.is_vague = (t.bound = 'order');
