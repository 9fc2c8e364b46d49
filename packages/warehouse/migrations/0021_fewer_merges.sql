-- Each batch leaves a part in the ledger and in every quarter of the facts. Merged five at a time, as by default, every row was written
-- some four times more while a stream went on, which cost the engine as much as storing it; sixteen at a time it is about twice. Parts
-- that stay are merged as they age, as before: the base falls with their age.
ALTER TABLE ledger MODIFY SETTING merge_selector_base = 16;
ALTER TABLE facts_case_filed MODIFY SETTING merge_selector_base = 16;
ALTER TABLE facts_case_solved MODIFY SETTING merge_selector_base = 16;
ALTER TABLE facts_seizure MODIFY SETTING merge_selector_base = 16;
ALTER TABLE facts_intelligence MODIFY SETTING merge_selector_base = 16;
ALTER TABLE facts_return MODIFY SETTING merge_selector_base = 16;
ALTER TABLE facts_attestation MODIFY SETTING merge_selector_base = 16;
