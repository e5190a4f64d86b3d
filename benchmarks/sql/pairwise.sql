-- How well commitments match deals: pairs of claims put together rightly, wrongly or not at all; and money counted twice.
WITH joined AS (
    SELECT t.deal, f.commitment_key FROM tellings AS t JOIN found AS f ON f.claim_key = CAST(hash(sha256(concat($salt, t.claim))) >> 1 AS BIGINT)
),
cells AS (SELECT deal, commitment_key, count(*) AS n FROM joined GROUP BY ALL),
sums AS (
    SELECT
        (SELECT sum(n * (n - 1) / 2) FROM cells) AS together,
        (SELECT sum(n * (n - 1) / 2) FROM (SELECT sum(n) AS n FROM cells GROUP BY deal)) AS true_pairs,
        (SELECT sum(n * (n - 1) / 2) FROM (SELECT sum(n) AS n FROM cells GROUP BY commitment_key)) AS found_pairs
),
homes AS (SELECT commitment_key, arg_max(deal, n) AS deal, sum(n) AS n FROM cells GROUP BY commitment_key),
extra AS (
    SELECT h.*, d.amount_usd, row_number() OVER (PARTITION BY h.deal ORDER BY h.n DESC, h.commitment_key) AS turn
    FROM homes AS h JOIN dollars AS d USING (commitment_key) WHERE d.is_additive
)
SELECT
    (SELECT count(DISTINCT deal) FROM joined) AS deals, (SELECT count(*) FROM homes) AS commitments,
    together / found_pairs AS precision, together / true_pairs AS recall, 2 * together / (found_pairs + true_pairs) AS f1,
    (SELECT count(*) FROM extra WHERE turn > 1) AS counted_twice,
    (SELECT CAST(coalesce(sum(amount_usd) FILTER (turn > 1), 0) / sum(amount_usd) AS DOUBLE) FROM extra) AS dollars_counted_twice
FROM sums
