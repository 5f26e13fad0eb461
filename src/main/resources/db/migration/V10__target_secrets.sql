-- By what the hub gets in at targets, sealed (org.huiliu.delivery.Secrets); never given out.
create sequence target_secret_revision;

create table target_secret (
  id         uuid        primary key,
  target     text        not null references target (code) on delete cascade,
  kind       text        not null,
  sealed     bytea       not null,
  public_key text,                                -- what receivers check with, where there is one
  subject    text,                                -- of a certificate
  not_after  timestamptz,                         -- end of a certificate
  created_at timestamptz not null,
  created_by text        not null,
  expires_at timestamptz,                         -- end of an overlap; null: the one in use
  revision   bigint      not null default nextval('target_secret_revision')
);
create unique index target_secret_current on target_secret (target, kind) where expires_at is null;
create index target_secret_target on target_secret (target, kind);
