-- What a feed says of every commitment: its figure, and the oldest claim that agrees with it. Largest first.
WITH oldest AS (
    SELECT commitment_key, context, source, url FROM evidence WHERE agrees
    QUALIFY row_number() OVER (PARTITION BY commitment_key ORDER BY published NULLS LAST, article, char_start) = 1
)
SELECT c.commitment_id, c.from_partners, c.to_partners, c.kind, c.measure, c.value, c.unit, c.bound, c.status, o.context, o.source, o.url
FROM commitments AS c JOIN oldest AS o USING (commitment_key)
ORDER BY list_position(['money', 'power', 'chips', 'shares', 'stake'], c.measure), coalesce(c.amount_usd, c.value) DESC, c.commitment_id
