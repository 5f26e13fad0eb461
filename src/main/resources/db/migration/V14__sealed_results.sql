-- What units write about the outcome of a case may name a citizen: their words are sealed. In result stay the outcome, the code
-- and the time; in rows from before also the words, until the case changes.
alter table cases add column sealed_result bytea;
