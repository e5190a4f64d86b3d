-- What was told by a day of the commitments that are told again, or otherwise, after it, the open ones: the others stand as they
-- do today. What an article said then counts until the day of the version that replaced it.
-- On 9999-12-31 all are open. Grain: one row of fact_telling, or one closed claim.
CREATE MACRO open_tellings(known_on) AS TABLE
SELECT * FROM fact_telling
WHERE coalesce(published, DATE '0001-01-01') <= known_on
    AND (known_on = DATE '9999-12-31' OR commitment_key IN (
        SELECT commitment_key FROM commitment_span WHERE last_told > known_on AND first_told <= known_on))
UNION ALL
SELECT commitment_key, figure_key, value, unit, bound, status, source_key, published, certainty FROM fact_closed_claim
WHERE commitment_key IS NOT NULL AND coalesce(published, DATE '0001-01-01') <= known_on AND known_on < replaced_on;
