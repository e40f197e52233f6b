CREATE TABLE history_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, visit_count INTEGER NOT NULL, domain_expansion TEXT,
    visit_count_score INTEGER NOT NULL DEFAULT 0, UNIQUE (url)
);
CREATE TABLE history_visits (
    id INTEGER PRIMARY KEY AUTOINCREMENT, history_item INTEGER NOT NULL, visit_time REAL NOT NULL, title TEXT,
    redirect_source INTEGER, redirect_destination INTEGER, origin INTEGER NOT NULL DEFAULT 0,
    load_successful BOOLEAN NOT NULL DEFAULT 1
);
