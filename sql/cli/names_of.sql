-- What a commitment can be asked for by, with the word for it: partners that have one, kinds and measures.
SELECT DISTINCT 'partner' AS what, name FROM bridge_commitment_partner JOIN dim_partner USING (partner_key) WHERE partner_key <> -1
UNION SELECT 'kind', kind FROM dim_kind WHERE kind_key <> -1
UNION SELECT 'measure', measure FROM fact_commitment
ORDER BY ALL
