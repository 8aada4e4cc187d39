/// The contracts of the benchmark in PostgreSQL, row by row as `ContractData` has them.
enum PostgresContracts {
    static func script(rows: Int) -> String {
        """
        CREATE TABLE contract (
            id bigint PRIMARY KEY, sn text, customer text, region text, currency text, remark text,
            amount double precision, share double precision, discount double precision, units bigint, visits bigint,
            signed_on date, active boolean);
        INSERT INTO contract
        SELECT i, 'C' || lpad(i::text, 7, '0'), 'Customer ' || (i * 7919 % 1000003),
               CASE i % 4 WHEN 0 THEN 'east' WHEN 1 THEN 'west' WHEN 2 THEN 'north' ELSE 'south' END || '-' || (i % 97),
               CASE i % 3 WHEN 0 THEN 'CNY' WHEN 1 THEN 'EUR' ELSE 'USD' END || '/' || (i % 89),
               '合同编号 ' || lpad(i::text, 7, '0') || ' 的折扣由甲方 & 乙方共同承担, paid within ' || (i % 90)
                   || ' days after delivery of all goods, lot ' || (i * 31 % 10007),
               (i * 7919 % 10000019) / 100.0, (i * 31 % 9973) / 10000.0, (i * 104729 % 1000003) / 100.0,
               i * 13 % 10007, i, make_date((2020 + i % 6)::int, (1 + i % 12)::int, (1 + i % 28)::int), i % 3 = 0
          FROM generate_series(1::bigint, \(rows)) AS i;
        ANALYZE contract;
        """
    }
}
