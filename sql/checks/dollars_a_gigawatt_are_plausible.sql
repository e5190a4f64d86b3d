-- A deal whose dollars a gigawatt lie outside 0.3 to 3000 billion: one of its two figures is off by a hundred or so.
-- severity: warn
WITH sized AS (
    SELECT d.deal_key, max(c.amount_usd) AS usd, max(c.power_mw) AS mw
    FROM (SELECT deal_key, unnest(commitments) AS commitment_key FROM dim_deal) AS d JOIN fact_commitment AS c USING (commitment_key)
    WHERE c.is_additive GROUP BY d.deal_key
)
SELECT deal_key, usd, mw FROM sized WHERE mw >= 50 AND CAST(usd AS DOUBLE) / CAST(mw AS DOUBLE) NOT BETWEEN 3e5 AND 3e9;
