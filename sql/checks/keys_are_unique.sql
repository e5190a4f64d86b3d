-- A key that stands twice: every join on it would count its rows twice.
-- severity: block
SELECT 'dim_partner' AS relation, partner_key AS key FROM dim_partner GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'dim_date', date_key FROM dim_date GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'dim_article', article_key FROM dim_article GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'dim_kind', kind_key FROM dim_kind GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'fact_claim', claim_key FROM fact_claim GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'fact_closed_claim', claim_key FROM fact_closed_claim GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'fact_commitment', commitment_key FROM (SELECT commitment_key FROM fact_commitment UNION ALL SELECT commitment_key FROM fact_closed_commitment) GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'fact_figure', figure_key FROM fact_figure GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'dim_source', source_key FROM dim_source GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'dim_deal', deal_key FROM dim_deal GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'fact_commitment.commitment_id', min(commitment_key) FROM (SELECT commitment_key, commitment_id FROM fact_commitment UNION ALL SELECT commitment_key, commitment_id FROM fact_closed_commitment) GROUP BY commitment_id HAVING count(*) > 1;
