-- One commitment: what all claims together support. Hedge, status and times come from the newest claim.
CREATE TABLE fact_commitment AS
WITH ranked AS (
    SELECT c.*, a.published, row_number() OVER (
        PARTITION BY commitment_key
        ORDER BY a.published DESC NULLS LAST, (bound = 'exact') DESC, claim_key
    ) AS newest
    FROM fact_claim AS c JOIN dim_article AS a USING (article_key)
),
told AS (
    SELECT commitment_key, CAST(count(DISTINCT article_key) AS INTEGER) AS article_count,
        min(published) AS first_told, max(published) AS last_told, min(announced) AS announced
    FROM ranked GROUP BY commitment_key
)
SELECT
    r.commitment_key, r.kind_key, t.announced, coalesce(CAST(strftime(t.announced, '%Y%m%d') AS INTEGER), -1) AS announced_date_key,
    r.measure, r.value, r.unit, CASE WHEN r.measure = 'money' THEN r.value END AS amount,
    CASE WHEN r.measure = 'money' THEN r.unit END AS currency, CASE WHEN r.unit = 'USD' THEN r.value END AS amount_usd,
    CASE WHEN r.measure = 'power' THEN r.value END AS power_mw, CASE WHEN r.measure = 'chips' THEN r.value END AS chips,
    CASE WHEN r.measure = 'shares' THEN r.value END AS shares, CASE WHEN r.measure = 'stake' THEN r.value END AS stake_percent,
    r.bound, r.scope, r.status, r.start_from, r.start_to, r.end_from, r.end_to, r.term_years, t.article_count, t.first_told,
    t.last_told, r.scope = 'whole' AND r.status <> 'cancelled' AND k.is_additive AS is_additive
FROM ranked AS r JOIN told AS t USING (commitment_key) JOIN dim_kind AS k USING (kind_key)
WHERE r.newest = 1
ORDER BY r.commitment_key;
COMMENT ON TABLE fact_commitment IS 'Commitments; grain: one commitment, told by one article or by many';
COMMENT ON COLUMN fact_commitment.commitment_key IS 'Surrogate key';
COMMENT ON COLUMN fact_commitment.kind_key IS 'Kind of commitment';
COMMENT ON COLUMN fact_commitment.announced IS 'Earliest day of announcement that a claim gives';
COMMENT ON COLUMN fact_commitment.announced_date_key IS 'That day in dim_date';
COMMENT ON COLUMN fact_commitment.measure IS 'money, power, chips, shares or stake';
COMMENT ON COLUMN fact_commitment.value IS 'Amount in unit';
COMMENT ON COLUMN fact_commitment.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN fact_commitment.amount IS 'Money in its own currency';
COMMENT ON COLUMN fact_commitment.currency IS 'ISO 4217 code of amount';
COMMENT ON COLUMN fact_commitment.amount_usd IS 'Money in US dollars; empty where the currency is another';
COMMENT ON COLUMN fact_commitment.power_mw IS 'Electrical capacity in megawatts';
COMMENT ON COLUMN fact_commitment.chips IS 'Number of chips';
COMMENT ON COLUMN fact_commitment.shares IS 'Number of shares';
COMMENT ON COLUMN fact_commitment.stake_percent IS 'Stake in percent';
COMMENT ON COLUMN fact_commitment.bound IS 'exact, about, at_most, at_least or order';
COMMENT ON COLUMN fact_commitment.scope IS 'whole, part or total';
COMMENT ON COLUMN fact_commitment.status IS 'agreed, completed, reported or cancelled, as last told';
COMMENT ON COLUMN fact_commitment.start_from IS 'Earliest day on which it begins';
COMMENT ON COLUMN fact_commitment.start_to IS 'Latest day on which it begins';
COMMENT ON COLUMN fact_commitment.end_from IS 'Earliest day on which it is complete';
COMMENT ON COLUMN fact_commitment.end_to IS 'Latest day on which it is complete';
COMMENT ON COLUMN fact_commitment.term_years IS 'Term of the contract in years';
COMMENT ON COLUMN fact_commitment.article_count IS 'Number of articles that say so';
COMMENT ON COLUMN fact_commitment.first_told IS 'Publication day of the first of them';
COMMENT ON COLUMN fact_commitment.last_told IS 'Publication day of the last of them';
COMMENT ON COLUMN fact_commitment.is_additive IS 'Whether it may be added to others of its unit';
