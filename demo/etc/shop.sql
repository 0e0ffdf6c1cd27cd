-- What orders-db holds before the traffic starts.
CREATE TABLE items (
  id    integer PRIMARY KEY,
  name  text NOT NULL,
  price numeric(8, 2) NOT NULL,
  about text NOT NULL
);
INSERT INTO items
SELECT n, 'item ' || n, 1 + n * 0.37, repeat('A fine thing number ' || n || '. ', 8)
FROM generate_series(1, 2000) AS n;

CREATE TABLE orders (
  id     serial PRIMARY KEY,
  item   integer NOT NULL REFERENCES items,
  pieces integer NOT NULL,
  placed timestamp NOT NULL DEFAULT now()
);
CREATE TABLE journal (id serial PRIMARY KEY, entry text NOT NULL);
INSERT INTO journal (entry)
SELECT 'order ' || n || ' ' || repeat('0123456789abcdef', 30) FROM generate_series(1, 2800) AS n;
