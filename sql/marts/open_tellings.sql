-- What was told by a day of the commitments that are told again after it, the open ones: the others stand as they do today.
-- On 9999-12-31 all are open. Grain: one row of fact_telling.
CREATE MACRO open_tellings(known_on) AS TABLE
SELECT * FROM fact_telling
WHERE coalesce(published, DATE '0001-01-01') <= known_on
    AND (known_on = DATE '9999-12-31' OR commitment_key IN (
        SELECT commitment_key FROM commitment_span WHERE last_told > known_on AND first_told <= known_on));
