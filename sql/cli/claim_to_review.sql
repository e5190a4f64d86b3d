-- One claim with the text that it stands in.
SELECT e.anchor, f.from_partners, f.to_partners, k.kind, f.measure, f.value, f.unit, f.bound, f.scope, f.status, f.announced,
    f.start_from, f.start_to, f.end_from, f.end_to, f.term_years, f.char_start, f.char_end, f.fields, f.certainty, f.correction,
    f.commitment_key, a.article, a.url, a.published, a.text
FROM evidence AS e JOIN fact_claim AS f USING (claim_key) JOIN dim_kind AS k USING (kind_key) JOIN dim_article AS a USING (article_key)
WHERE e.anchor = $anchor
