module github.com/duqing/test/plugin/backend

go 1.26.0

require (
	github.com/ClickHouse/clickhouse-go/v2 v2.50.0
	github.com/grafana/clickhouse-datasource v0.0.0
	github.com/grafana/grafana-plugin-sdk-go v0.292.1
	github.com/grafana/sqlds/v5 v5.0.4
)

// Checkouts, laid beside a copy of this module by run.ts.
replace (
	github.com/grafana/clickhouse-datasource => ./clickhouse-datasource
	github.com/grafana/dataplane/sdata => ./sdata
	github.com/grafana/sqlds/v5 => ./sqlds
)
