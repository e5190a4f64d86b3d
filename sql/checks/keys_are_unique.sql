-- A key that stands twice: every join on it would count its rows twice.
-- severity: block
SELECT 'dim_partner' AS relation, partner_key AS key FROM dim_partner GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'dim_date', date_key FROM dim_date GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'dim_article', article_key FROM dim_article GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'dim_kind', kind_key FROM dim_kind GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'fact_claim', claim_key FROM fact_claim GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'fact_commitment', commitment_key FROM fact_commitment GROUP BY ALL HAVING count(*) > 1;
