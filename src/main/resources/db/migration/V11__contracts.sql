-- Contracts of receiving systems as operators have uploaded them. A version is never changed; a target names one of them
-- (crm@2) or the newest published (crm).
CREATE TABLE contract (
  name         text        NOT NULL,
  version      int         NOT NULL,
  state        text        NOT NULL,     -- DRAFT, PUBLISHED, WITHDRAWN
  openapi      text        NOT NULL,     -- the document as it was uploaded
  binding      jsonb       NOT NULL,
  note         text,
  breaking     boolean     NOT NULL,     -- against the version that was published before it
  author       text        NOT NULL,
  created_at   timestamptz NOT NULL,
  published_by text,
  published_at timestamptz,
  withdrawn_at timestamptz,
  PRIMARY KEY (name, version)
);

-- How a frozen request begins (method, path, headers, contract), sealed; null: as the hub's own contract has it.
ALTER TABLE delivery ADD COLUMN sealed_head bytea;
