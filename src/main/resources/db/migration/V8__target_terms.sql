-- How a target is delivered to and how the hub gets in, as JSON (org.huiliu.partners.Terms and Access); null: as usual.
alter table target add column terms text;
alter table target add column access text;
