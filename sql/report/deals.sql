-- The newest deals with what they hold and the steps of their life. Grain: one deal.
WITH newest AS (
    SELECT deal_key, partners, status, is_overdue, coalesce(announced, first_told) AS day, commitments
    FROM dim_deal ORDER BY coalesce(announced, first_told) DESC NULLS LAST, deal_key DESC LIMIT $most
),
contents AS (
    SELECT n.deal_key, list({
        'commitment_id': c.commitment_id, 'measure': c.measure, 'kind': k.kind, 'value': c.value, 'unit': c.unit, 'bound': c.bound, 'scope': c.scope
    } ORDER BY list_position(['money', 'power', 'chips', 'shares', 'stake'], c.measure), c.value DESC, c.commitment_key) AS contents
    FROM (SELECT deal_key, unnest(commitments) AS commitment_key FROM newest) AS n
    JOIN fact_commitment AS c USING (commitment_key) JOIN dim_kind AS k USING (kind_key)
    GROUP BY n.deal_key
),
steps AS (
    SELECT deal_key, list({'day': day, 'step': step} ORDER BY day NULLS LAST, step) AS steps
    FROM (SELECT deal_key, step, min(day) AS day FROM fact_transition SEMI JOIN newest USING (deal_key) GROUP BY ALL) GROUP BY deal_key
)
SELECT n.deal_key, n.partners, n.status, n.is_overdue, n.day, c.contents, coalesce(s.steps, []) AS steps
FROM newest AS n JOIN contents AS c USING (deal_key) LEFT JOIN steps AS s USING (deal_key)
ORDER BY n.day DESC NULLS LAST, n.deal_key DESC
