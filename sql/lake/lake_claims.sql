-- The claims that one version of the extractor has read, as the ledger has them: what an interrupted run left behind has
-- no entry there, and claims whose commitment broke its contract are left out.
CREATE TEMP VIEW lake_claims AS
SELECT c.*
FROM delta_claims AS c
SEMI JOIN lake_ledger AS l ON l.article_id = c.article_id AND l.extractor_version = c.extractor_version AND l.run_id = c.run_id
ANTI JOIN blamed_claims AS b ON b.claim_id = c.claim_id;
