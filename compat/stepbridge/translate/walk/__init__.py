"""How every translation walks a legacy object: tables, readers, the account of losses."""
