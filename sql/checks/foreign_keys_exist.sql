-- A key that points nowhere: the row would vanish from every joined answer.
-- severity: block
SELECT 'fact_claim.commitment_key' AS reference, commitment_key AS key FROM fact_claim
WHERE commitment_key NOT IN (SELECT commitment_key FROM fact_commitment)
UNION ALL SELECT 'fact_claim.article_key', article_key FROM fact_claim
WHERE article_key NOT IN (SELECT article_key FROM dim_article)
UNION ALL SELECT 'fact_claim.announced_date_key', announced_date_key FROM fact_claim
WHERE announced_date_key NOT IN (SELECT date_key FROM dim_date)
UNION ALL SELECT 'fact_commitment.kind_key', kind_key FROM fact_commitment
WHERE kind_key NOT IN (SELECT kind_key FROM dim_kind)
UNION ALL SELECT 'bridge_commitment_partner.partner_key', partner_key FROM bridge_commitment_partner
WHERE partner_key NOT IN (SELECT partner_key FROM dim_partner)
UNION ALL SELECT 'dim_article.published_date_key', published_date_key FROM dim_article
WHERE published_date_key NOT IN (SELECT date_key FROM dim_date)
UNION ALL SELECT 'fact_claim.source_key', source_key FROM fact_claim
WHERE source_key NOT IN (SELECT source_key FROM dim_source)
UNION ALL SELECT 'fact_closed_claim.article_key', article_key FROM fact_closed_claim
WHERE article_key NOT IN (SELECT article_key FROM dim_article)
UNION ALL SELECT 'fact_closed_claim.replaced_by_key', replaced_by_key FROM fact_closed_claim
WHERE replaced_by_key NOT IN (SELECT article_key FROM dim_article)
UNION ALL SELECT 'fact_closed_claim.commitment_key', commitment_key FROM fact_closed_claim
WHERE commitment_key NOT IN (SELECT commitment_key FROM fact_commitment UNION ALL SELECT commitment_key FROM fact_closed_commitment)
UNION ALL SELECT 'fact_figure.commitment_key', commitment_key FROM fact_figure
WHERE commitment_key NOT IN (SELECT commitment_key FROM fact_commitment)
UNION ALL SELECT 'bridge_commitment_link.commitment_key', commitment_key FROM bridge_commitment_link
WHERE commitment_key NOT IN (SELECT commitment_key FROM fact_commitment)
UNION ALL SELECT 'bridge_commitment_link.other_commitment_key', other_commitment_key FROM bridge_commitment_link
WHERE other_commitment_key NOT IN (SELECT commitment_key FROM fact_commitment)
UNION ALL SELECT 'fact_transition.deal_key', deal_key FROM fact_transition
WHERE deal_key NOT IN (SELECT deal_key FROM dim_deal);
