// swift-format-ignore-file
// Made from the files of reports/: QUIRE_RENEW=1 swift test --filter samplesAreCurrent

enum SampleFiles {
    static let all = [
        SampleFile("contracts.test.yaml", text: #"""
# The tests of contracts.yaml. `quire test contracts` runs them; they need neither the database nor the service.
tests:
  - name: our share of the amount is our discount
    rows:                                   # what the source would give; fields left out are null
      - { sn: C1, amount: 100 }
      - { sn: C2, amount: 99.99 }
    lookups:                                # what the services would answer: enrichment, key, fields
      tether:
        C1: { ours: 0.25 }
        C2: { ours: 0.333 }
    expect:                                 # every row, in order, with the columns that matter here, by id
      - { sn: C1, our_share: 0.25, our_discount: 25 }
      - { sn: C2, our_share: 0.333, our_discount: 33.3 }

  - name: a contract without an answer keeps its row, with empty cells
    rows:
      - { sn: X1, customer: Acme, amount: 100 }
      - { sn: C2, customer: Acme, amount: 100 }
    lookups:
      tether:
        X1: missing                         # the service does not know it
        C2: { error: out of order }        # or it has no answer for it
    expect:
      - { sn: X1, customer: Acme, amount: 100, our_share: null, our_discount: null }
      - { sn: C2, customer: Acme, amount: 100, our_share: null, our_discount: null }

"""#),
        SampleFile("contracts.yaml", text: #"""
title: Contracts
description: Contracts signed in the period, with our share of each discount.

parameters:
  signed_from: { type: date, default: 2026-01-01, label: Signed from }
  signed_to:   { type: date, default: 2026-12-31, label: to }
  region:      { type: text, choices: [east, west, north, south], required: false, label: Region }

source:
  connection: crm
  query: |
    SELECT sn, customer, region, amount, currency, signed_on
      FROM contract
     WHERE signed_on BETWEEN :signed_from AND :signed_to
       AND (:region IS NULL OR region = :region)
     ORDER BY sn

enrich:
  tether:
    lookup: tether.discount
    input: { sn: sn }
    on_missing: blank          # a contract the service does not know has an empty cell

columns:
  - { title: Contract, value: sn, bold: true }
  - customer
  - region
  - { title: Signed on, value: signed_on, format: date }
  - { title: Currency, value: currency, align: center }
  - { title: Amount, value: amount, format: money, total: sum }
  - { title: Our share, value: tether.ours, format: percent, empty: n/a }
  - { title: Our discount, value: "round(amount * tether.ours, 2)", format: money, total: sum }

output:
  file: contracts-{signed_from}-{signed_to}.xlsx

"""#),
        SampleFile("data/crm.db", base64: """
U1FMaXRlIGZvcm1hdCAzAAQAAQEAQCAgAAAAAwAAABIAAAAAAAAAAAAAAAIAAAAEAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADAC5jAQ0AAAABAykAAykAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACBVAEHFx0dAYJ7dGFibGVjb250cmFjdGNvbnRyYWN0AkNSRUFURSBUQUJMRSBjb250cmFjdCAoc24gVEVYVCBQUklNQVJZIEtFWSwgY3VzdG9tZXIgVEVYVCBO
T1QgTlVMTCwgcmVnaW9uIFRFWFQgTk9UIE5VTEwsIGFtb3VudCBERUNJTUFMKDEyLDIpIE5PVCBOVUxMLCBjdXJyZW5jeSBURVhUIE5PVCBOVUxMLCBzaWduZWRfb24gREFURSBOT1QgTlVMTCkgV0lUSE9VVCBST1dJRAIAAAAPANAAAAAAEgPKA5MDZAMrAu8CtgJ+AkkCEgHcAaQBdQE+AQUA0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAARMAcXIxUHEyFDMDI4N1Rhbm5lcnkgUm93d2VzdEEDk4bMzMzNQ05ZMjAyNi0xMi0xNQAAABA0BxcpFwcTIUMwMjY5T3JjaGFyZCBIZWFsdGhzb3V0aEDQLcmZmZmaQ05ZMjAyNi0xMS0yMwAAAA8yBxclFwcTIUMwMjUwTGluZHF2aXN0IEFCc291dGhBAvelXCj1w0NOWTIwMjYtMTAtMzEAAAAOKgcXFRcHEyFDMDIzMUFjbWVzb3V0aEDukZszMzMzRVVSMjAyNi0xMC0wOAAAAA0zBxcnFwcTIUMwMjEySnVuaXBlciAmIENvLnNvdXRoQOh+LmZmZmZVU0QyMDI2LTA5LTE1
AAAADDEHFyMXBxMhQzAxOTNLZXN0cmVsIEFpcnNvdXRoQQO+GlHrhR9FVVIyMDI2LTA4LTIzAAAACzIHFyUXBxMhQzAxNzRMaW5kcXZpc3QgQUJub3J0aEDnfcwo9cKPVVNEMjAyNi0wNy0zMAAAAAowBxcjFQcTIUMwMTU0VGFubmVyeSBSb3d3ZXN0QQSnEszMzM1VU0QyMDI2LTA3LTA2AAAACTMHFykVBxMhQzAxMzVYZW5pYSBUZXh0aWxlc3dlc3RBBBmfCj1wpEpQWTIwMjYtMDYtMTMAAAAINAcXKxUHEyFDMDExNkJyYW5kdCAmIFPDtmhuZWVhc3RAtRG64UeuFEpQWTIwMjYtMDUtMjEAAAAHNwcXLxcHEyFDMDA5N0Nhc3RlbGxh
biBGcmVpZ2h0bm9ydGhAthcmZmZmZkpQWTIwMjYtMDQtMjgAAAAGNAcXKxUHEyFDMDA3N0V2ZXJncmVlbiBGb29kc3dlc3RBAAXOuFHrhUNOWTIwMjYtMDQtMDQAAAAFKgcXFRcHEyFDMDA1N0FjbWVub3J0aED87SOFHrhSQ05ZMjAyNi0wMy0xMQAAAAQyBxclFwcTIUMwMDM4TWVycm93IFBhcGVyc291dGhAz9wUeuFHrkNOWTIwMjYtMDItMTYAAAADMQcXJRUHEyFDMDAxOUxpbmRxdmlzdCBBQmVhc3RBDVy5R64Ue0NOWTIwMjYtMDEtMjQKAAAAEgBXAAPMA5UDYgMwAv4CxgKRAl4CKQH2AcUBjAFYASQA8wC9AIsAVwAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAzBxcnFwcTIUMwMDE4RmVud2ljayBUb29sc25vcnRoQOLiUZmZmZpFVVIyMDI2LTAxLTIyMQcXJRUHEyFDMDAxN0hhcmJvdXIgTGFuZWVhc3RA3YN/XCj1w0VVUjIwMjYtMDEtMjE1BxcrFwcTIUMwMDE2Tm9ydGhnYXRlIFN0ZWVsc291dGhBCrgiFHrhSEVVUjIwMjYtMDEtMjAwBxcjFQcTIUMwMDE1VGFubmVyeSBSb3d3ZXN0QNSzkUeuFHtVU0QyMDI2LTAxLTE5MwcXJxcHEyFDMDAxNEp1bmlwZXIgJiBDby5ub3J0aEDunnzMzMzNQ05ZMjAyNi0wMS0xNzMHFycXBxMh
QzAwMTNWYWxsZXkgQ2VtZW50bm9ydGhA/IW/rhR64UVVUjIwMjYtMDEtMTY4BxcxFwcTIUMwMDEy5LiK5rW36L+c5rSL6LS45piTc291dGhBBMudXCj1w0VVUjIwMjYtMDEtMTUwBxcjFQcTIUMwMDExVGFubmVyeSBSb3dlYXN0QQFEBKPXCj1KUFkyMDI2LTAxLTE0MgcXJxUHEyFDMDAxMER1bm1vcmUgTWlsbHN3ZXN0QPbaF4UeuFJKUFkyMDI2LTAxLTEzNAcXKRcHEyFDMDAwOVBlbWJyb2tlIEdsYXNzbm9ydGhBASQA4UeuFENOWTIwMjYtMDEtMTEyBxclFwcTIUMwMDA4SGFyYm91ciBMYW5lc291dGhA4fGL1wo9cUNOWTIwMjYt
MDEtMTA0BxcrFQcTIUMwMDA3QnJhbmR0ICYgU8O2aG5ld2VzdEDIPDMzMzMzQ05ZMjAyNi0wMS0wOTcHFzEVBxMhQzAwMDbljJfkuqzljY7kv6Hnp5HmioBlYXN0QQGnMGZmZmZFVVIyMDI2LTAxLTA4MQcXJRUHEyFDMDAwNUxpbmRxdmlzdCBBQmVhc3RBCUAcZmZmZkNOWTIwMjYtMDEtMDcxBxclFQcTIUMwMDA0TGluZHF2aXN0IEFCZWFzdEDtrKcKPXCkSlBZMjAyNi0wMS0wNTIHFycVBxMhQzAwMDNaZXBoeXIgRW5lcmd5d2VzdEDDz/XCj1wpRVVSMjAyNi0wMS0wNDYHFy8VBxMhQzAwMDJDYXN0ZWxsYW4gRnJlaWdodGVhc3RA
9nGa4UeuFENOWTIwMjYtMDEtMDMzBxcpFQcTIUMwMDAxSXNoaWthd2EgU2Vpa2l3ZXN0QPg3YFHrhR9DTlkyMDI2LTAxLTAyCgAAABIATAADmgNkAy0C/ALGApICXwIqAfYBvwGMAVgBIADoALQAgQBMA84AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADQHFysVBxMhQzAwMzZFdmVyZ3JlZW4gRm9vZHNlYXN0QPv6OeuFHrhKUFkyMDI2LTAyLTEzMgcXJRcHEyFDMDAzNUxpbmRxdmlzdCBBQm5vcnRoQQKl6hR64UhVU0QyMDI2LTAyLTEyMwcXJxcHEyFDMDAzNEZlbndpY2sgVG9vbHNub3J0aEDxWRI9cKPXQ05ZMjAyNi0w
Mi0xMTcHFzEVBxMhQzAwMzPljJfkuqzljY7kv6Hnp5HmioB3ZXN0QK28OFHrhR9KUFkyMDI2LTAyLTEwNwcXMRUHEyFDMDAzMuWMl+S6rOWNjuS/oeenkeaKgHdlc3RA1Pnyj1wo9kNOWTIwMjYtMDItMDgzBxcnFwcTIUMwMDMxR3JhbnNlZSBPcHRpa3NvdXRoQQ4bHMzMzM1FVVIyMDI2LTAyLTA3MgcXJxUHEyFDMDAzMEdyYW5zZWUgT3B0aWt3ZXN0QQkFJFHrhR9KUFkyMDI2LTAyLTA2NgcXLxUHEyFDMDAyOUNhc3RlbGxhbiBGcmVpZ2h0d2VzdED7hhgAAAAASlBZMjAyNi0wMi0wNTMHFykVBxMhQzAwMjhVbWJyYSBMaWdodGlu
Z3dlc3RA+GdBmZmZmkVVUjIwMjYtMDItMDM0BxcrFQcTIUMwMDI3QnJhbmR0ICYgU8O2aG5ld2VzdEEHd51HrhR7Q05ZMjAyNi0wMi0wMjIHFycVBxMhQzAwMjZKdW5pcGVyICYgQ28ud2VzdEECrokzMzMzRVVSMjAyNi0wMi0wMTMHFycXBxMhQzAwMjVZYXJyb3cgUGhhcm1hbm9ydGhAuRauFHrhSEVVUjIwMjYtMDEtMzE1BxcrFwcTIUMwMDI0Uml2ZXJiZW5kIEZhcm1zc291dGhA8YKTXCj1w0VVUjIwMjYtMDEtMzAwBxcjFQcTIUMwMDIzVGFubmVyeSBSb3dlYXN0QM8XaPXCj1xVU0QyMDI2LTAxLTI4NgcXLxUHEyFDMDAyMkNh
c3RlbGxhbiBGcmVpZ2h0ZWFzdEEM1bQ9cKPXRVVSMjAyNi0wMS0yNzUHFysXBxMhQzAwMjFRdWF5c2lkZSBNYXJpbmVzb3V0aEEBvO8KPXCkRVVSMjAyNi0wMS0yNjMHFycXBxMhQzAwMjBWYWxsZXkgQ2VtZW50bm9ydGhA9ONn1wo9cVVTRDIwMjYtMDEtMjUxBxcjFwcTIUMwMDM3S2VzdHJlbCBBaXJzb3V0aED4eBh64UeuQ05ZMjAyNi0wMi0xNAoAAAASAFcAA8cDmANjAzkDCALSAp0CagI2AgMBzQGaAWUBLwD8AMgAkABXAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADgHFzEXBxMhQzAwNTbkuIrm
tbfov5zmtIvotLjmmJNzb3V0aED10+MKPXCkQ05ZMjAyNi0wMy0wOTcHFzEVBxMhQzAwNTXmna3lt57opb/muZbojLbkuJp3ZXN0QQj9xI9cKPZDTlkyMDI2LTAzLTA4MwcXKRUHEyFDMDA1NElzaGlrYXdhIFNlaWtpd2VzdEECwIPCj1wpQ05ZMjAyNi0wMy0wNzIHFycVBxMhQzAwNTNWYWxsZXkgQ2VtZW50d2VzdEEATJA9cKPXSlBZMjAyNi0wMy0wNjUHFysXBxMhQzAwNTJOb3J0aGdhdGUgU3RlZWxub3J0aEELuhA9cKPXVVNEMjAyNi0wMy0wNTQHFysVBxMhQzAwNTFSaXZlcmJlbmQgRmFybXNlYXN0QQVGoeuFHrhVU0QyMDI2
LTAzLTAzMgcXJxUHEyFDMDA1MFplcGh5ciBFbmVyZ3llYXN0QQcpCdcKPXFVU0QyMDI2LTAzLTAyNQcXKxcHEyFDMDA0OU5vcnRoZ2F0ZSBTdGVlbG5vcnRoQOI6qzMzMzNKUFkyMDI2LTAzLTAxMgcXJxUHEyFDMDA0OFdlc3RtYXJrIFJhaWx3ZXN0QP+b6PXCj1xDTlkyMDI2LTAyLTI4MwcXJxcHEyFDMDA0N0R1bm1vcmUgTWlsbHNub3J0aEEGnnw9cKPXRVVSMjAyNi0wMi0yNjIHFyUXBxMhQzAwNDZNZXJyb3cgUGFwZXJzb3V0aEDzKxmZmZmaQ05ZMjAyNi0wMi0yNTQHFykXBxMhQzAwNDVYZW5pYSBUZXh0aWxlc3NvdXRoQQ5O
yZmZmZpFVVIyMDI2LTAyLTI0NQcXKxcHEyFDMDA0NFF1YXlzaWRlIE1hcmluZW5vcnRoQP0K6KPXCj1DTlkyMDI2LTAyLTIzMAcXIxUHEyFDMDA0M0tlc3RyZWwgQWlyd2VzdEEDZXb1wo9cVVNEMjAyNi0wMi0yMikHFxUVBxMhQzAwNDJBY21lZWFzdEEKsd0KPXCkSlBZMjAyNi0wMi0yMDQHFysVBxMhQzAwNDFFdmVyZ3JlZW4gRm9vZHNlYXN0QQz28D1wo9dKUFkyMDI2LTAyLTE5LgcXKxUCEyFDMDA0MFF1YXlzaWRlIE1hcmluZWVhc3RmyUpQWTIwMjYtMDItMTg4BxcxFwcTIUMwMDM55LiK5rW36L+c5rSL6LS45piTc291dGhA
5CO+ZmZmZlVTRDIwMjYtMDItMTcKAAAAEwAvAAPOA5sDaQM0AvwCyAKWAl4CKgIAAcgBlQFgASsA+ADLAJcAYwAvADMHFycXBxMhQzAwNzZXZXN0bWFyayBSYWlsc291dGhBCUJZrhR64UpQWTIwMjYtMDQtMDMzBxcnFwcTIUMwMDc1WmVwaHlyIEVuZXJneW5vcnRoQQtn3rhR64VKUFkyMDI2LTA0LTAxMwcXJxcHEyFDMDA3NEdyYW5zZWUgT3B0aWtzb3V0aEEJeUseuFHsQ05ZMjAyNi0wMy0zMSwHFyUVAxMhQzAwNzNIYXJib3VyIExhbmV3ZXN0AuqFVVNEMjAyNi0wMy0zMDIHFycVBxMhQzAwNzJXZXN0bWFyayBSYWlsd2VzdEC+
YAo9cKPXQ05ZMjAyNi0wMy0yOTQHFysVBxMhQzAwNzFOb3J0aGdhdGUgU3RlZWx3ZXN0QPqWlPXCj1xDTlkyMDI2LTAzLTI4NAcXKxUHEyFDMDA3MEV2ZXJncmVlbiBGb29kc2Vhc3RAsP1XCj1wpENOWTIwMjYtMDMtMjYyBxclFwcTIUMwMDY5TWVycm93IFBhcGVybm9ydGhA41ysKPXCj0pQWTIwMjYtMDMtMjU3BxcxFQcTIUMwMDY45p2t5bee6KW/5rmW6Iy25Liad2VzdEECs6Cj1wo9SlBZMjAyNi0wMy0yNCkHFxUVBxMhQzAwNjdBY21ld2VzdEECEfNwo9cKRVVSMjAyNi0wMy0yMzMHFykVBxMhQzAwNjZVbWJyYSBMaWdodGlu
Z3dlc3RA5ROdHrhR7ENOWTIwMjYtMDMtMjI3BxcvFwcTIUMwMDY1Q2FzdGVsbGFuIEZyZWlnaHRzb3V0aED8X7nCj1wpQ05ZMjAyNi0wMy0yMDEHFyUVBxMhQzAwNjRNZXJyb3cgUGFwZXJ3ZXN0QPqYYhR64UhVU0QyMDI2LTAzLTE5MwcXJxcHEyFDMDA2M1plcGh5ciBFbmVyZ3lzb3V0aEEH5S8KPXCkQ05ZMjAyNi0wMy0xODcHFzEVBxMhQzAwNjLmna3lt57opb/muZbojLbkuJplYXN0QQl809cKPXFDTlkyMDI2LTAzLTE3NAcXKxUHEyFDMDA2MVF1YXlzaWRlIE1hcmluZWVhc3RA/V3MeuFHrlVTRDIwMjYtMDMtMTUxBxclFQcT
IUMwMDYwTWVycm93IFBhcGVyd2VzdED0vkLhR64URVVSMjAyNi0wMy0xNDIHFycVBxMhQzAwNTlKdW5pcGVyICYgQ28uZWFzdEDrN2a4UeuFQ05ZMjAyNi0wMy0xMzEHFyMXBxMhQzAwNThUYW5uZXJ5IFJvd25vcnRoQPtnkj1wo9dVU0QyMDI2LTAzLTEyCgAAABMAMgADlgNsAzcDAQLOApkCbwI6AgQB0gGeAWwBOgECANAAmABmADIDywAAAAAzBxcnFwcTIUMwMDk1RmVud2ljayBUb29sc3NvdXRoQQ5WVzMzMzNFVVIyMDI2LTA0LTI2MQcXIxcHEyFDMDA5NEtlc3RyZWwgQWlyc291dGhA5DMR64UeuENOWTIwMjYtMDQtMjQ3Bxcx
FQcTIUMwMDkz5rex5Zyz5Y2X5bGx55S15a2Qd2VzdEEGz8lwo9cKQ05ZMjAyNi0wNC0yMzEHFyMXBxMhQzAwOTJUYW5uZXJ5IFJvd25vcnRoQOHJy9cKPXFDTlkyMDI2LTA0LTIyNwcXMRUHEyFDMDA5MeadreW3nuilv+a5luiMtuS4mmVhc3RBC2KX64UeuENOWTIwMjYtMDQtMjExBxclFQcTIUMwMDkwTGluZHF2aXN0IEFCZWFzdEDqRUmZmZmaVVNEMjAyNi0wNC0yMDEHFyMXBxMhQzAwODlLZXN0cmVsIEFpcnNvdXRoQPNrYo9cKPZDTlkyMDI2LTA0LTE4MwcXJxcHEyFDMDA4OFdlc3RtYXJrIFJhaWxzb3V0aEDhE7zMzMzNQ05Z
MjAyNi0wNC0xNzEHFyMXBxMhQzAwODdUYW5uZXJ5IFJvd25vcnRoQQwrLqPXCj1DTlkyMDI2LTA0LTE2NQcXKxcHEyFDMDA4Nk5vcnRoZ2F0ZSBTdGVlbHNvdXRoQP8WPCj1wo9DTlkyMDI2LTA0LTE1NAcXKxUHEyFDMDA4NU5vcnRoZ2F0ZSBTdGVlbHdlc3RBBSukj1wo9kVVUjIwMjYtMDQtMTQpBxcVFQcTIUMwMDg0QWNtZWVhc3RA+ymYAAAAAEpQWTIwMjYtMDQtMTI0BxcrFQcTIUMwMDgzQnJhbmR0ICYgU8O2aG5lZWFzdED/FaVHrhR7SlBZMjAyNi0wNC0xMTIHFycVBxMhQzAwODJZYXJyb3cgUGhhcm1hZWFzdEDuoJj1wo9c
VVNEMjAyNi0wNC0xMDUHFysXBxMhQzAwODFTYW50b3MgZSBGaWxob3Nzb3V0aEEH9IWZmZmaQ05ZMjAyNi0wNC0wOTQHFysVBxMhQzAwODBRdWF5c2lkZSBNYXJpbmVlYXN0QQEGjdcKPXFVU0QyMDI2LTA0LTA4KQcXFRUHEyFDMDA3OUFjbWV3ZXN0QOVcmZmZmZpFVVIyMDI2LTA0LTA2NAcXKRcHEyFDMDA3OFhlbmlhIFRleHRpbGVzc291dGhBB7gKo9cKPUpQWTIwMjYtMDQtMDU0BxcpFwcTIUMwMDk2SXNoaWthd2EgU2Vpa2lzb3V0aEDoNXI9cKPXVVNEMjAyNi0wNC0yNwoDyAASAEsAA48DWgMnAu8CvAKLAlYCIwHxAbwBhwFP
ARwA5wC0AH4ASwPMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADIHFyUXBxMhQzAxMTRIYXJib3VyIExhbmVzb3V0aED+nuFHrhR7Q05ZMjAyNi0wNS0xOTUHFysXBxMhQzAxMTNSaXZlcmJlbmQgRmFybXNub3J0aEEAQNS4UeuFQ05ZMjAyNi0wNS0xODIHFycVBxMhQzAxMTJHcmFuc2VlIE9wdGlrZWFzdEDmbrKPXCj2VVNEMjAyNi0wNS0xNjQHFysVBxMhQzAxMTFOb3J0aGdhdGUgU3RlZWx3ZXN0QQyip9cKPXFDTlkyMDI2LTA1LTE1MgcXJRcHEyFDMDExMExpbmRxdmlzdCBBQm5vcnRoQQMChAAAAABDTlkyMDI2LTA1
LTE0NwcXMRUHEyFDMDEwOea3seWcs+WNl+WxseeUteWtkGVhc3RA9NRJ64UeuEpQWTIwMjYtMDUtMTM0BxcrFQcTIUMwMTA4UXVheXNpZGUgTWFyaW5ld2VzdEDQ/pXCj1wpQ05ZMjAyNi0wNS0xMTQHFysVBxMhQzAxMDdSaXZlcmJlbmQgRmFybXNlYXN0QQh7rszMzM1DTlkyMDI2LTA1LTEwMQcXJRUHEyFDMDEwNkxpbmRxdmlzdCBBQmVhc3RA8I57hR64UkNOWTIwMjYtMDUtMDkyBxcnFQcTIUMwMTA1R3JhbnNlZSBPcHRpa2Vhc3RBCGvJwo9cKUNOWTIwMjYtMDUtMDg0BxcpFwcTIUMwMTA0UGVtYnJva2UgR2xhc3Nzb3V0aEEF
Z4A9cKPXQ05ZMjAyNi0wNS0wNzAHFyMVBxMhQzAxMDNLZXN0cmVsIEFpcndlc3RBAGvDhR64UkpQWTIwMjYtMDUtMDUyBxcnFQcTIUMwMTAyR3JhbnNlZSBPcHRpa3dlc3RBCQkEAAAAAFVTRDIwMjYtMDUtMDQ3BxcvFwcTIUMwMTAxQ2FzdGVsbGFuIEZyZWlnaHRub3J0aEDwvSlHrhR7Q05ZMjAyNi0wNS0wMzIHFycVBxMhQzAxMDBEdW5tb3JlIE1pbGxzd2VzdEENqBUKPXCkQ05ZMjAyNi0wNS0wMjQHFykXBxMhQzAwOTlJc2hpa2F3YSBTZWlraW5vcnRoQP9cfCj1wo9DTlkyMDI2LTA1LTAxOAcXMRcHEyFDMDA5OOa3seWcs+WN
l+WxseeUteWtkHNvdXRoQQV8yo9cKPZFVVIyMDI2LTA0LTI5AAAABDMHFycXBxMhQzAxMTVHcmFuc2VlIE9wdGlrbm9ydGhBCIumUeuFH1VTRDIwMjYtMDUtMjAKAAAAEgBVAwOXA2MDLQL3AsMCkQJnAjUCAAHKAZIBXQEkAPMAvgCGAFUDywAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMAcXIxUHEyFDMDEzM0tlc3RyZWwgQWlyZWFzdED4KjeuFHrhVVNEMjAyNi0wNi0xMTcHFy8XBxMhQzAxMzJDYXN0ZWxsYW4gRnJlaWdodG5vcnRoQQjzu3Cj1wpDTlkyMDI2LTA2LTEwNAcXKxUHEyFDMDEzMVJpdmVy
YmVuZCBGYXJtc3dlc3RA7pbJ64UeuENOWTIwMjYtMDYtMDgwBxcjFQcTIUMwMTMwS2VzdHJlbCBBaXJlYXN0QP0Skwo9cKRKUFkyMDI2LTA2LTA3OAcXMRcHEyFDMDEyOeS4iua1t+i/nOa0i+i0uOaYk25vcnRoQOanI4UeuFJVU0QyMDI2LTA2LTA2NAcXKRcHEyFDMDEyOE9yY2hhcmQgSGVhbHRobm9ydGhA7iKCPXCj11VTRDIwMjYtMDYtMDU3BxcxFQcTIUMwMTI35rex5Zyz5Y2X5bGx55S15a2QZWFzdEDwNgK4UeuFVVNEMjAyNi0wNi0wNDUHFysXBxMhQzAxMjZCcmFuZHQgJiBTw7ZobmVzb3V0aEDm8bdcKPXDVVNEMjAyNi0w
Ni0wMjQHFykXBxMhQzAxMjVYZW5pYSBUZXh0aWxlc25vcnRoQQJP/KPXCj1VU0QyMDI2LTA2LTAxMQcXJRUHEyFDMDEyNExpbmRxdmlzdCBBQndlc3RAzIb5mZmZmkVVUjIwMjYtMDUtMzEpBxcVFQcTIUMwMTIzQWNtZWVhc3RBAx+two9cKVVTRDIwMjYtMDUtMzAxBxcjFwcTIUMwMTIyS2VzdHJlbCBBaXJub3J0aEEN92fXCj1xQ05ZMjAyNi0wNS0yODMHFykVBxMhQzAxMjFJc2hpa2F3YSBTZWlraXdlc3RBCWpueuFHrkNOWTIwMjYtMDUtMjc1BxcrFwcTIUMwMTIwTm9ydGhnYXRlIFN0ZWVsbm9ydGhBBQTJ64UeuENOWTIwMjYt
MDUtMjY1BxcrFwcTIUMwMTE5U2FudG9zIGUgRmlsaG9zc291dGhBALQ+uFHrhUVVUjIwMjYtMDUtMjUzBxcnFwcTIUMwMTE4WmVwaHlyIEVuZXJneXNvdXRoQNqlU9cKPXFFVVIyMDI2LTA1LTI0MwcXKRUHEyFDMDExN09yY2hhcmQgSGVhbHRod2VzdED/ezVwo9cKQ05ZMjAyNi0wNS0yMjEHFyUVBxMhQzAxMzRIYXJib3VyIExhbmV3ZXN0QNVXRcKPXClKUFkyMDI2LTA2LTEyAAAACgAAABIAPQEDmgNkAy4C+QLBAosCVwIiAeoBtwGCAU0BFADcAKkAcgA9A8wAAAAAAAAAAAAAAAAAAAAAADQHFysVBxMhQzAxNTJRdWF5c2lkZSBN
YXJpbmV3ZXN0QK6GqPXCj1xDTlkyMDI2LTA3LTA0NgcXLxUHEyFDMDE1MUNhc3RlbGxhbiBGcmVpZ2h0d2VzdED0YV0euFHsVVNEMjAyNi0wNy0wMzIHFycVBxMhQzAxNTBWYWxsZXkgQ2VtZW50ZWFzdEEC3a9cKPXDQ05ZMjAyNi0wNy0wMTcHFy8XBxMhQzAxNDlDYXN0ZWxsYW4gRnJlaWdodHNvdXRoQQvLQlHrhR9VU0QyMDI2LTA2LTMwOAcXMRcHEyFDMDE0OOWMl+S6rOWNjuS/oeenkeaKgHNvdXRoQP4/QKPXCj1FVVIyMDI2LTA2LTI5NAcXKRcHEyFDMDE0N1hlbmlhIFRleHRpbGVzbm9ydGhA7PWSj1wo9kNOWTIwMjYtMDYt
Mjg0BxcpFwcTIUMwMTQ2VW1icmEgTGlnaHRpbmdzb3V0aEDvE9Qo9cKPQ05ZMjAyNi0wNi0yNzIHFycVBxMhQzAxNDVZYXJyb3cgUGhhcm1hZWFzdEEEJ0two9cKQ05ZMjAyNi0wNi0yNTcHFzEVBxMhQzAxNDTmt7HlnLPljZflsbHnlLXlrZBlYXN0QQbcHdcKPXFKUFkyMDI2LTA2LTI0NAcXKxUHEyFDMDE0M1JpdmVyYmVuZCBGYXJtc3dlc3RA/fbCPXCj10NOWTIwMjYtMDYtMjMzBxcnFwcTIUMwMTQyV2VzdG1hcmsgUmFpbHNvdXRoQQEWh+uFHrhDTlkyMDI2LTA2LTIyNQcXKxcHEyFDMDE0MUV2ZXJncmVlbiBGb29kc25vcnRo
QQ1JO0euFHtFVVIyMDI2LTA2LTIwNwcXMRUHEyFDMDE0MOadreW3nuilv+a5luiMtuS4mndlc3RA1X02ZmZmZkNOWTIwMjYtMDYtMTk0BxcrFQcTIUMwMTM5RXZlcmdyZWVuIEZvb2RzZWFzdEEJPKkzMzMzSlBZMjAyNi0wNi0xODUHFysXBxMhQzAxMzhCcmFuZHQgJiBTw7ZobmVzb3V0aEEGa9+ZmZmaSlBZMjAyNi0wNi0xNzUHFysXBxMhQzAxMzdFdmVyZ3JlZW4gRm9vZHNub3J0aEEGIFz1wo9cQ05ZMjAyNi0wNi0xNjEHFyMXBxMhQzAxMzZLZXN0cmVsIEFpcm5vcnRoQQYFRj1wo9dFVVIyMDI2LTA2LTE0MgcXJRcHEyFDMDE1
M01lcnJvdyBQYXBlcm5vcnRoQQ2uagAAAABDTlkyMDI2LTA3LTA1AAoAAAATADAAA84DmwNiAzcC/gLHApMCYAItAgIB0AGcAWcBNAEAAMwAmABlADAAADQHFysVBxMhQzAxNzNSaXZlcmJlbmQgRmFybXN3ZXN0QO66dwo9cKRVU0QyMDI2LTA3LTI5MgcXJxUHEyFDMDE3MkR1bm1vcmUgTWlsbHNlYXN0QQl9ChR64UhVU0QyMDI2LTA3LTI4MwcXJxcHEyFDMDE3MVZhbGxleSBDZW1lbnRub3J0aEEKFYNHrhR7VVNEMjAyNi0wNy0yNzMHFykVBxMhQzAxNzBYZW5pYSBUZXh0aWxlc2Vhc3RA9iQMKPXCj0VVUjIwMjYtMDctMjYzBxcn
FwcTIUMwMTY5R3JhbnNlZSBPcHRpa25vcnRoQNCYFwo9cKRFVVIyMDI2LTA3LTI0MgcXJxUHEyFDMDE2OFplcGh5ciBFbmVyZ3l3ZXN0QQXJq8KPXClVU0QyMDI2LTA3LTIzNAcXKRcHEyFDMDE2N0lzaGlrYXdhIFNlaWtpbm9ydGhBCZ+TR64Ue0NOWTIwMjYtMDctMjIzBxcpFQcTIUMwMTY2SXNoaWthd2EgU2Vpa2llYXN0QQmoTI9cKPZDTlkyMDI2LTA3LTIxMQcXJRUHEyFDMDE2NUhhcmJvdXIgTGFuZXdlc3RA+YQFmZmZmkVVUjIwMjYtMDctMjAqBxcVFwcTIUMwMTY0QWNtZXNvdXRoQQTU3hR64UhFVVIyMDI2LTA3LTE4MgcX
JRcHEyFDMDE2M01lcnJvdyBQYXBlcnNvdXRoQPgrzeuFHrhDTlkyMDI2LTA3LTE3MgcXJxUHEyFDMDE2MkdyYW5zZWUgT3B0aWtlYXN0QQV+PLhR64VDTlkyMDI2LTA3LTE2MwcXJxcHEyFDMDE2MUdyYW5zZWUgT3B0aWtub3J0aEDghqXCj1wpSlBZMjAyNi0wNy0xNTYHFy8VBxMhQzAxNjBDYXN0ZWxsYW4gRnJlaWdodGVhc3RA4aM49cKPXEpQWTIwMjYtMDctMTQ4BxcxFwcTIUMwMTU55rex5Zyz5Y2X5bGx55S15a2Qbm9ydGhA97spwo9cKUNOWTIwMjYtMDctMTIqBxcVFwcTIUMwMTU4QWNtZW5vcnRoQPweeHrhR65KUFkyMDI2
LTA3LTExOAcXMRcHEyFDMDE1N+S4iua1t+i/nOa0i+i0uOaYk25vcnRoQQ3aJ3Cj1wpFVVIyMDI2LTA3LTEwMgcXJxUHEyFDMDE1NlZhbGxleSBDZW1lbnRlYXN0QQ5QU64UeuFKUFkyMDI2LTA3LTA5MQcXIxcHEyFDMDE1NVRhbm5lcnkgUm93bm9ydGhA/HcfrhR64UVVUjIwMjYtMDctMDcKAAAAEgBRAAPHA5QDYAMqAvUCwgKRAlsCJAHwAbwBhAFQAR0A6wC5AIYAUQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA0BxcrFQcTIUMwMTkyRXZlcmdyZWVuIEZvb2Rzd2VzdEDXUN1wo9cKQ05ZMjAyNi0wOC0yMTIH
FyUXBxMhQzAxOTFNZXJyb3cgUGFwZXJub3J0aEEBkTYo9cKPVVNEMjAyNi0wOC0yMDEHFyMXBxMhQzAxOTBLZXN0cmVsIEFpcm5vcnRoQPTFg1wo9cNDTlkyMDI2LTA4LTE5MQcXIxcHEyFDMDE4OUtlc3RyZWwgQWlyc291dGhBBsk7rhR64UNOWTIwMjYtMDgtMTgyBxcnFQcTIUMwMTg4R3JhbnNlZSBPcHRpa3dlc3RBCxZ4euFHrkVVUjIwMjYtMDgtMTYzBxcpFQcTIUMwMTg3T3JjaGFyZCBIZWFsdGhlYXN0QPOe6Cj1wo9VU0QyMDI2LTA4LTE1NwcXMRUHEyFDMDE4NuS4iua1t+i/nOa0i+i0uOaYk3dlc3RA1tuD1wo9cVVTRDIw
MjYtMDgtMTQzBxcnFwcTIUMwMTg1VmFsbGV5IENlbWVudHNvdXRoQPozHR64UexKUFkyMDI2LTA4LTEzMwcXKRUHEyFDMDE4NE9yY2hhcmQgSGVhbHRod2VzdED7wUIUeuFIVVNEMjAyNi0wOC0xMjYHFy8VBxMhQzAxODNDYXN0ZWxsYW4gRnJlaWdodHdlc3RA/qbrXCj1w0VVUjIwMjYtMDgtMTA1BxcrFwcTIUMwMTgyU2FudG9zIGUgRmlsaG9zc291dGhA3ev1wo9cKUNOWTIwMjYtMDgtMDkwBxcjFQcTIUMwMTgxS2VzdHJlbCBBaXJ3ZXN0QPJ/hmZmZmZKUFkyMDI2LTA4LTA4MgcXJRcHEyFDMDE4MEhhcmJvdXIgTGFuZW5vcnRo
QO+CYzMzMzNVU0QyMDI2LTA4LTA3NAcXKxUHEyFDMDE3OUV2ZXJncmVlbiBGb29kc3dlc3RA/OxEUeuFH1VTRDIwMjYtMDgtMDY1BxcrFwcTIUMwMTc4Uml2ZXJiZW5kIEZhcm1zbm9ydGhA/bzU9cKPXEpQWTIwMjYtMDgtMDQzBxcnFwcTIUMwMTc3WmVwaHlyIEVuZXJneXNvdXRoQPugJrhR64VDTlkyMDI2LTA4LTAzMgcXJxUHEyFDMDE3NlplcGh5ciBFbmVyZ3l3ZXN0QQX8q+uFHrhDTlkyMDI2LTA4LTAyOAcXMRcHEyFDMDE3NeadreW3nuilv+a5luiMtuS4mnNvdXRoQQr/OdcKPXFFVVIyMDI2LTA4LTAxCgAAABIAVAADnANq
A0ADCwLTAp4CZwIvAfkByAGTAVsBIgDwAL0AigBUA84AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAANQcXKxcHEyFDMDIxMFNhbnRvcyBlIEZpbGhvc3NvdXRoQQw9sKPXCj1DTlkyMDI2LTA5LTEyMgcXJRcHEyFDMDIwOU1lcnJvdyBQYXBlcnNvdXRoQNSECPXCj1xDTlkyMDI2LTA5LTExMgcXJRcHEyFDMDIwOExpbmRxdmlzdCBBQm5vcnRoQMx7dwo9cKRDTlkyMDI2LTA5LTEwMQcXJRUHEyFDMDIwN01lcnJvdyBQYXBlcndlc3RBALzHrhR64UNOWTIwMjYtMDktMDk4BxcxFwcTIUMwMjA25rex5Zyz5Y2X
5bGx55S15a2Qbm9ydGhBDUS+uFHrhUNOWTIwMjYtMDktMDc3BxcxFQcTIUMwMjA15p2t5bee6KW/5rmW6Iy25LiaZWFzdECqnhR64UeuVVNEMjAyNi0wOS0wNjQHFysVBxMhQzAyMDROb3J0aGdhdGUgU3RlZWx3ZXN0QPfOYFHrhR9DTlkyMDI2LTA5LTA1MAcXIxUHEyFDMDIwM1Rhbm5lcnkgUm93ZWFzdEDY+2j1wo9cVVNEMjAyNi0wOS0wNDUHFysXBxMhQzAyMDJFdmVyZ3JlZW4gRm9vZHNub3J0aEEAKsVwo9cKRVVSMjAyNi0wOS0wMjcHFzEVBxMhQzAyMDHljJfkuqzljY7kv6Hnp5HmioBlYXN0QQO74FHrhR9VU0QyMDI2LTA5
LTAxNgcXLxUHEyFDMDIwMENhc3RlbGxhbiBGcmVpZ2h0ZWFzdECR0a4UeuFIQ05ZMjAyNi0wOC0zMTQHFysVBxMhQzAxOTlOb3J0aGdhdGUgU3RlZWxlYXN0QQy825mZmZpFVVIyMDI2LTA4LTMwNwcXMRUHEyFDMDE5OOadreW3nuilv+a5luiMtuS4mmVhc3RA659h64UeuENOWTIwMjYtMDgtMjk0BxcpFwcTIUMwMTk3WGVuaWEgVGV4dGlsZXNzb3V0aEENrFPrhR64Q05ZMjAyNi0wOC0yNykHFxUVBxMhQzAxOTZBY21lZWFzdED4A/D1wo9cSlBZMjAyNi0wOC0yNjEHFyMXBxMhQzAxOTVUYW5uZXJ5IFJvd3NvdXRoQQ2NfYUeuFJF
VVIyMDI2LTA4LTI1MQcXJRUHEyFDMDE5NEhhcmJvdXIgTGFuZWVhc3RA3799cKPXCkVVUjIwMjYtMDgtMjQxBxclFQcTIUMwMjExTWVycm93IFBhcGVyZWFzdEEFQ7hR64UfRVVSMjAyNi0wOS0xMwoAAAASAE8AA8wDmgNmAzQDAgLOApkCZQIxAf0ByAGUAWEBKQD1AMEAiABPAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA4BxcxFwcTIUMwMjMw5LiK5rW36L+c5rSL6LS45piTbm9ydGhA9lstHrhR7EVVUjIwMjYtMTAtMDY4BxcxFwcTIUMwMjI55LiK5rW36L+c5rSL6LS45piTbm9ydGhBAJIoUeuFH0VVUjIwMjYt
MTAtMDUzBxcnFwcTIUMwMjI4V2VzdG1hcmsgUmFpbHNvdXRoQNYjdwo9cKRFVVIyMDI2LTEwLTA0MwcXKRUHEyFDMDIyN09yY2hhcmQgSGVhbHRod2VzdED3UoUeuFHsVVNEMjAyNi0xMC0wMzcHFy8XBxMhQzAyMjZDYXN0ZWxsYW4gRnJlaWdodG5vcnRoQPnCWj1wo9dDTlkyMDI2LTEwLTAyMgcXJxUHEyFDMDIyNUZlbndpY2sgVG9vbHNlYXN0QJethR64UexVU0QyMDI2LTA5LTMwMwcXJxcHEyFDMDIyNFdlc3RtYXJrIFJhaWxub3J0aEEOD43XCj1xRVVSMjAyNi0wOS0yOTQHFykXBxMhQzAyMjNVbWJyYSBMaWdodGluZ3NvdXRo
QMEV9HrhR65FVVIyMDI2LTA5LTI4MwcXKRUHEyFDMDIyMklzaGlrYXdhIFNlaWtpd2VzdEDm9rR64UeuSlBZMjAyNi0wOS0yNzMHFykVBxMhQzAyMjFVbWJyYSBMaWdodGluZ2Vhc3RBDnFDcKPXCkNOWTIwMjYtMDktMjUzBxcnFwcTIUMwMjIwRmVud2ljayBUb29sc3NvdXRoQPuNLHrhR65VU0QyMDI2LTA5LTI0NAcXKxUHEyFDMDIxOVF1YXlzaWRlIE1hcmluZXdlc3RA+Xee4UeuFENOWTIwMjYtMDktMjMzBxcnFwcTIUMwMjE4WmVwaHlyIEVuZXJneXNvdXRoQMwFDhR64UhDTlkyMDI2LTA5LTIyMQcXJRUHEyFDMDIxN0xpbmRx
dmlzdCBBQmVhc3RBDPV6j1wo9kNOWTIwMjYtMDktMjExBxclFQcTIUMwMjE2TWVycm93IFBhcGVyd2VzdEELXk7hR64URVVSMjAyNi0wOS0xOTMHFycXBxMhQzAyMTVHcmFuc2VlIE9wdGlrbm9ydGhA208z1wo9cUpQWTIwMjYtMDktMTgxBxclFQcTIUMwMjE0SGFyYm91ciBMYW5ld2VzdEDsebHrhR64Q05ZMjAyNi0wOS0xNzMHFykVBxMhQzAyMTNVbWJyYSBMaWdodGluZ2Vhc3RA6VyPCj1wpENOWTIwMjYtMDktMTYKAAAAEgBSAAPKA5IDXgMpAvUCwgKOAloCJgHzAcABiwFZASAA7QC6AIUAUgAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAMgcXJRcHEyFDMDI0OU1lcnJvdyBQYXBlcnNvdXRoQOV27R64UexDTlkyMDI2LTEwLTI5NAcXKxUHEyFDMDI0OFF1YXlzaWRlIE1hcmluZWVhc3RA6b3S4UeuFEVVUjIwMjYtMTAtMjgyBxcnFQcTIUMwMjQ3WWFycm93IFBoYXJtYWVhc3RBDiWtmZmZmlVTRDIwMjYtMTAtMjcyBxclFwcTIUMwMjQ2TWVycm93IFBhcGVybm9ydGhA4/GRR64Ue0VVUjIwMjYtMTAtMjY4BxcxFwcTIUMwMjQ15YyX5Lqs5Y2O5L+h56eR5oqAc291dGhA0IjeFHrhSENOWTIwMjYtMTAtMjUxBxcvFQMTIUMwMjQ0Q2FzdGVs
bGFuIEZyZWlnaHR3ZXN0AYBoQ05ZMjAyNi0xMC0yMzQHFykXBxMhQzAyNDNYZW5pYSBUZXh0aWxlc25vcnRoQPw6qrhR64VKUFkyMDI2LTEwLTIyMgcXJxUHEyFDMDI0Mldlc3RtYXJrIFJhaWx3ZXN0QQKR/gAAAABVU0QyMDI2LTEwLTIxMgcXJxUHEyFDMDI0MUZlbndpY2sgVG9vbHNlYXN0QQiDAD1wo9dVU0QyMDI2LTEwLTIwMwcXJxcHEyFDMDI0MFdlc3RtYXJrIFJhaWxzb3V0aEDgidTMzMzNRVVSMjAyNi0xMC0xOTMHFycXBxMhQzAyMzlWYWxsZXkgQ2VtZW50c291dGhBCB+PCj1wpEVVUjIwMjYtMTAtMTczBxcnFwcTIUMw
MjM4RHVubW9yZSBNaWxsc3NvdXRoQQXdgrhR64VFVVIyMDI2LTEwLTE2MgcXJxUHEyFDMDIzN1plcGh5ciBFbmVyZ3llYXN0QLq8xR64UexDTlkyMDI2LTEwLTE1MwcXJxcHEyFDMDIzNlplcGh5ciBFbmVyZ3lub3J0aEDyShij1wo9SlBZMjAyNi0xMC0xNDQHFysVBxMhQzAyMzVRdWF5c2lkZSBNYXJpbmVlYXN0QPAlVhR64UhVU0QyMDI2LTEwLTEyMwcXJxcHEyFDMDIzNFlhcnJvdyBQaGFybWFub3J0aED2R1MKPXCkVVNEMjAyNi0xMC0xMTcHFzEVBxMhQzAyMzPmna3lt57opb/muZbojLbkuJplYXN0QO+qDCj1wo9DTlkyMDI2
LTEwLTEwNQcXKxcHEyFDMDIzMkJyYW5kdCAmIFPDtmhuZXNvdXRoQMKG2uFHrhRDTlkyMDI2LTEwLTA5CgAAABIAVwADzAOZA2UDMgL/AswClwJkAjAB/AHEAY8BXAEqAPYAwQCOAFcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAANgcXLxUHEyFDMDI2OENhc3RlbGxhbiBGcmVpZ2h0d2VzdEDA4Lwo9cKPRVVSMjAyNi0xMS0yMTIHFyUXBxMhQzAyNjdMaW5kcXZpc3QgQUJub3J0aEDm60UeuFHsVVNEMjAyNi0xMS0yMDQHFysVBxMhQzAyNjZCcmFuZHQgJiBTw7ZobmV3ZXN0QQjh0R64UexVU0QyMDI2
LTExLTE5MwcXKRUHEyFDMDI2NUlzaGlrYXdhIFNlaWtpd2VzdEDHDyZmZmZmVVNEMjAyNi0xMS0xODEHFyMXBxMhQzAyNjRUYW5uZXJ5IFJvd25vcnRoQOrfp64UeuFVU0QyMDI2LTExLTE3MgcXJxUHEyFDMDI2M1ZhbGxleSBDZW1lbnRlYXN0QNqGGPXCj1xKUFkyMDI2LTExLTE1NAcXKxUHEyFDMDI2Mk5vcnRoZ2F0ZSBTdGVlbHdlc3RA+4TyuFHrhVVTRDIwMjYtMTEtMTQ3BxcxFQcTIUMwMjYx5LiK5rW36L+c5rSL6LS45piTd2VzdEEMZLpmZmZmVVNEMjAyNi0xMS0xMzMHFycXBxMhQzAyNjBZYXJyb3cgUGhhcm1hbm9ydGhA
7LqbhR64UkNOWTIwMjYtMTEtMTIzBxcnFwcTIUMwMjU5V2VzdG1hcmsgUmFpbHNvdXRoQQvpsx64UexDTlkyMDI2LTExLTExMgcXJxUHEyFDMDI1OER1bm1vcmUgTWlsbHNlYXN0QP0UbhR64UhDTlkyMDI2LTExLTA5NAcXKxUHEyFDMDI1N1JpdmVyYmVuZCBGYXJtc2Vhc3RBA/jH1wo9cUNOWTIwMjYtMTEtMDgyBxcnFQcTIUMwMjU2R3JhbnNlZSBPcHRpa3dlc3RA/w+UUeuFH0NOWTIwMjYtMTEtMDcyBxcnFQcTIUMwMjU1WWFycm93IFBoYXJtYXdlc3RA9Ay2j1wo9kVVUjIwMjYtMTEtMDYyBxcnFQcTIUMwMjU0RmVud2ljayBU
b29sc3dlc3RA7QvzMzMzM1VTRDIwMjYtMTEtMDUzBxcnFwcTIUMwMjUzR3JhbnNlZSBPcHRpa25vcnRoQOigxXCj1wpDTlkyMDI2LTExLTAzMgcXJRcHEyFDMDI1MkhhcmJvdXIgTGFuZW5vcnRoQQFXnFHrhR9VU0QyMDI2LTExLTAyMwcXKRUHEyFDMDI1MVVtYnJhIExpZ2h0aW5nZWFzdEEH0U7MzMzNVVNEMjAyNi0xMS0wMQoDywARAFEAA5IDXQMrAvUCwgKNAlgCJgH0Ab8BiQFVAR8A7AC5AIUAUQPPAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADMHFycXBxMhQzAyODZaZXBoeXIgRW5lcmd5c291dGhA1cgk
euFHrkpQWTIwMjYtMTItMTMzBxcnFwcTIUMwMjg1WmVwaHlyIEVuZXJneXNvdXRoQPNUveuFHrhKUFkyMDI2LTEyLTEyMgcXJxUHEyFDMDI4NFZhbGxleSBDZW1lbnR3ZXN0QPKLqHrhR65DTlkyMDI2LTEyLTExMgcXJxUHEyFDMDI4M0ZlbndpY2sgVG9vbHNlYXN0QNtBy4UeuFJFVVIyMDI2LTEyLTEwNQcXKxcHEyFDMDI4MkV2ZXJncmVlbiBGb29kc25vcnRoQPFuUeuFHrhKUFkyMDI2LTEyLTA4MwcXJxcHEyFDMDI4MVplcGh5ciBFbmVyZ3lub3J0aEEGhlOFHrhSQ05ZMjAyNi0xMi0wNzUHFysXBxMhQzAyODBSaXZlcmJlbmQg
RmFybXNzb3V0aEDWcqMzMzMzSlBZMjAyNi0xMi0wNjQHFysVBxMhQzAyNzlFdmVyZ3JlZW4gRm9vZHNlYXN0QMq5PrhR64VDTlkyMDI2LTEyLTA1MQcXIxcHEyFDMDI3OEtlc3RyZWwgQWlybm9ydGhA/DydR64Ue0NOWTIwMjYtMTItMDQxBxclFQcTIUMwMjc3TGluZHF2aXN0IEFCd2VzdED5+fszMzMzQ05ZMjAyNi0xMi0wMjQHFykXBxMhQzAyNzZVbWJyYSBMaWdodGluZ3NvdXRoQOksO4UeuFJDTlkyMDI2LTEyLTAxNAcXKRcHEyFDMDI3NVhlbmlhIFRleHRpbGVzbm9ydGhBA7Pfwo9cKUVVUjIwMjYtMTEtMzAyBxclFwcTIUMw
Mjc0SGFyYm91ciBMYW5lbm9ydGhA+WNL1wo9cUNOWTIwMjYtMTEtMjk1BxcrFwcTIUMwMjczU2FudG9zIGUgRmlsaG9zbm9ydGhA+Z3xHrhR7ENOWTIwMjYtMTEtMjgxBxcjFwcTIUMwMjcyVGFubmVyeSBSb3dub3J0aED5IHZmZmZmVVNEMjAyNi0xMS0yNjQHFysVBxMhQzAyNzFSaXZlcmJlbmQgRmFybXNlYXN0QQP2sR64UexFVVIyMDI2LTExLTI1OAcXMRcHEyFDMDI3MOadreW3nuilv+a5luiMtuS4mnNvdXRoQQRMGx64UexDTlkyMDI2LTExLTI0AAAANQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAKAAAADQFWAAPKA5YDYAMuAvoCxwKTAl4CKgHxAbsBhwFWAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwBxcjFQcTIUMwMzAwS2VzdHJlbCBBaXJlYXN0QNEdnhR64UhVU0QyMDI2LTEyLTMwMwcXJxcHEyFDMDI5OVZhbGxleSBDZW1lbnRzb3V0aEEJi5hmZmZmRVVSMjAyNi0xMi0yOTUHFysXBxMhQzAyOThRdWF5c2lkZSBNYXJpbmVzb3V0aED8gKEeuFHsRVVSMjAyNi0xMi0yODgHFzEXBxMhQzAyOTfmt7HlnLPljZflsbHnlLXlrZBzb3V0aEDmJH8KPXCkQ05ZMjAyNi0xMi0yNzMHFykVBxMhQzAyOTZQZW1icm9rZSBHbGFzc3dlc3RA+hjl64Ue
uFVTRDIwMjYtMTItMjU0BxcpFwcTIUMwMjk1WGVuaWEgVGV4dGlsZXNub3J0aEED103rhR64VVNEMjAyNi0xMi0yNDMHFycXBxMhQzAyOTREdW5tb3JlIE1pbGxzc291dGhBAlXCo9cKPUpQWTIwMjYtMTItMjMyBxcnFQcTIUMwMjkzV2VzdG1hcmsgUmFpbGVhc3RBBGo+UeuFH1VTRDIwMjYtMTItMjIzBxcpFQcTIUMwMjkyVW1icmEgTGlnaHRpbmd3ZXN0QMWQ8KPXCj1KUFkyMDI2LTEyLTIxMQcXIxcHEyFDMDI5MUtlc3RyZWwgQWlybm9ydGhA3rpuuFHrhUNOWTIwMjYtMTItMTk1BxcrFwcTIUMwMjkwQnJhbmR0ICYgU8O2aG5l
c291dGhBDKXzXCj1w0NOWTIwMjYtMTItMTgzBxcnFwcTIUMwMjg5V2VzdG1hcmsgUmFpbHNvdXRoQOanYFHrhR9DTlkyMDI2LTEyLTE3NQcXKxcHEyFDMDI4OFF1YXlzaWRlIE1hcmluZXNvdXRoQQLMM+uFHrhDTlkyMDI2LTEyLTE2
"""),
        SampleFile("plugins/rating.py", text: #"""
#!/usr/bin/env python3
"""A plugin of Quire: a program that Quire starts, and that answers its requests, one JSON message a line.

Requests come on standard input, answers go to standard output. What is printed elsewhere, or written to standard error,
is shown by Quire as a log. The program ends when it is told to, and when its input ends because Quire is gone.

    quire plugin check rating       # tests whether it keeps to the protocol
"""
import json
import os
import shutil
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

# What it knows: put your own in place of this, up to WORKERS.

RATINGS = {
    "Acme": ("A", 1500000), "Castellan Freight": ("B", 1000000), "Evergreen Foods": ("A", 2000000),
    "Gransee Optik": ("AA", 3000000), "Kestrel Air": ("C", 500000), "Lindqvist AB": ("AA", 2500000),
    "Northgate Steel": ("B", 1200000), "Riverbend Farms": ("A", 1300000), "Westmark Rail": ("C", 900000),
    "上海远洋贸易": ("A", 1500000), "北京华信科技": ("B", 800000), "杭州西湖茶业": ("AA", 2000000),
}


def initialize(params):
    """Says what there is. params["with"] is what a service, source or destination hands over under 'with'."""
    return {
        "protocol": 1,
        # Types: text, integer, number, boolean, date, datetime, time, interval, json. 'bulk' is for many keys at once.
        "lookups": {
            "customer": {
                "input": {"name": "text"},
                "fields": {"grade": "text", "credit": "number"},
                "bulk": {"size": 1000},
            },
        },
        "source": {"fields": {"name": "text", "grade": "text", "credit": "number"}},
        "delivery": {},
    }


def customer(key, request):
    """A lookup: what is known of one key. Raise an error for a key that cannot be looked up."""
    name = key["name"]
    if name not in RATINGS:
        return {"missing": True}
    grade, credit = RATINGS[name]
    return {"found": {"grade": grade, "credit": credit}}


def source_open(params):
    """A source of rows: params["parameters"] are the report's. The cursor is anything; null when there are no rows."""
    return {"cursor": 0}


def source_next(params):
    """At most params["limit"] rows from the cursor on, and the next cursor; null after the last row."""
    start, limit = params["cursor"], params["limit"]
    names = sorted(RATINGS)
    page = [{"name": name, "grade": RATINGS[name][0], "credit": RATINGS[name][1]} for name in names[start:start + limit]]
    end = start + len(page)
    return {"rows": page, "cursor": end if end < len(names) else None}


def deliver(params):
    """A delivery: takes the finished file, here into the folder that 'with' names."""
    folder = params["with"].get("folder", "archive")
    os.makedirs(folder, exist_ok=True)
    return {"location": shutil.copy(params["file"], os.path.join(folder, params["name"]))}


LOOKUPS = {"customer": customer}

# Requests that are answered at the same time; 1 where the work cannot be shared out.
WORKERS = 4

# The protocol, which stays as it is.


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Request:
    def __init__(self, message):
        self.id = message["id"]
        self.method = message["method"]
        self.params = message.get("params")
        self.is_cancelled = False


def lookup(params, request):
    if params["lookup"] not in LOOKUPS:
        raise Refused(-32602, "there is no lookup '%s'" % params["lookup"])
    function, results = LOOKUPS[params["lookup"]], []
    for key in params["keys"]:
        if request.is_cancelled:
            raise Refused(-32800, "cancelled")
        try:
            results.append(function(key, request))
        except Exception as error:
            traceback.print_exc()
            # With "retry": True the key is asked for again.
            results.append({"error": {"message": "%s: %s" % (type(error).__name__, error), "retry": False}})
    return {"results": results}


METHODS = {
    "initialize": lambda params, request: initialize(params),
    "lookup": lookup,
    "source.open": lambda params, request: source_open(params),
    "source.next": lambda params, request: source_next(params),
    "deliver": lambda params, request: deliver(params),
}

# What is printed by mistake must not stand between the answers.
output, sys.stdout = sys.stdout.buffer, sys.stderr
writing = threading.Lock()
requests = {}


def send(message):
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
    with writing:
        output.write(line)
        output.flush()


def handle(request):
    answer = {"jsonrpc": "2.0", "id": request.id}
    try:
        if request.is_cancelled:
            raise Refused(-32800, "cancelled")
        if request.method not in METHODS:
            raise Refused(-32601, "there is no method '%s'" % request.method)
        answer["result"] = METHODS[request.method](request.params, request)
    except Refused as refused:
        answer["error"] = {"code": refused.code, "message": str(refused)}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        traceback.print_exc()
        answer["error"] = {"code": -32602, "message": "%s: %s" % (type(error).__name__, error)}
    except Exception as error:
        traceback.print_exc()
        answer["error"] = {"code": -32603, "message": "%s: %s" % (type(error).__name__, error)}
    requests.pop(request.id, None)
    try:
        send(answer)
    except OSError:
        os._exit(1)


def main():
    with ThreadPoolExecutor(max_workers=WORKERS) as workers:
        for line in sys.stdin.buffer:
            message = json.loads(line)
            if message.get("method") == "$/cancel":
                cancelled = requests.get(message["params"]["id"])
                if cancelled is not None:
                    cancelled.is_cancelled = True
            elif message.get("method") == "shutdown":
                send({"jsonrpc": "2.0", "id": message["id"], "result": None})
                break
            elif "id" in message:
                request = Request(message)
                requests[request.id] = request
                workers.submit(handle, request)
        # Told to end, or nobody is there any more: work under way is of no use.
        sys.stderr.flush()
        os._exit(0)


if __name__ == "__main__":
    main()

"""#),
        SampleFile("portfolio.test.yaml", text: #"""
# The tests of portfolio.yaml: `quire test portfolio`. They see the rows, whatever sheets show them.
tests:
  - name: our discount is our share of the amount, in cents
    rows:
      - { sn: C1, amount: 1000, signed_on: 2026-01-05 }
      - { sn: C2, amount: 99.99, signed_on: 2026-02-05 }
      - { sn: C3, amount: 500, signed_on: 2026-03-05 }
    lookups:
      tether:
        C1: { ours: 0.25 }
        C2: { ours: 0.333 }
        C3: missing
    expect:
      - { sn: C1, our_share: 0.25, our_discount: 250 }
      - { sn: C2, our_share: 0.333, our_discount: 33.3 }
      - { sn: C3, our_share: null, our_discount: null }

"""#),
        SampleFile("portfolio.yaml", text: #"""
title: Portfolio
description: The year's contracts as a workbook to hand round - a summary, the months, all contracts, and a sheet for each region.

parameters:
  year:  { type: integer, default: 2026, label: Year }
  major: { type: number, default: 20000, label: Large from, description: Our discounts from here on are marked. }

source:
  connection: crm
  query: |
    SELECT sn, customer, region, amount, currency, signed_on
      FROM contract
     WHERE strftime('%Y', signed_on) = CAST(:year AS TEXT)
     ORDER BY sn

enrich:
  tether: { lookup: tether.discount, input: { sn: sn } }

columns:
  - { title: Contract, value: sn, bold: true, link: "'https://crm.example.com/contracts/' || sn" }
  - { value: customer, width: 26 }
  - { value: region, choices: [east, west, north, south], note: Where the customer has its seat. }
  - { title: Signed on, value: signed_on, format: date }
  - { title: Currency, value: currency, align: center, group: 1 }
  - title: Amount
    value: amount
    format: money
    total: sum
    highlight: [ { data_bar: "#9DC3E6" } ]
  - title: Our share
    value: tether.ours
    format: percent
    total: average
    empty: n/a
    highlight: [ { color_scale: ["#FFFFFF", "#A9D08E"] } ]
  - id: our_discount
    title: Our discount
    value: round(amount * tether.ours, 2)
    format: money
    total: sum
    highlight: [ { when: ">= :major", style: good }, { when: blank, style: muted } ]

sheets:
  - name: Summary
    heading: Contracts of {year}
    query: |
      SELECT region, count(*) AS contracts, sum(amount) AS amount, sum(our_discount) AS our_discount,
             sum(our_discount) / sum(sum(our_discount)) OVER () AS share
        FROM rows GROUP BY region ORDER BY our_discount DESC
    columns:
      - region
      - { value: contracts, format: integer, total: sum }
      - { value: amount, format: money, total: sum }
      - { title: Our discount, value: our_discount, format: money, total: sum }
      - { title: Part of all, value: share, format: percent }
    style: { header: { background: "#1F4E78", color: white } }
    charts:
      - { type: column, title: Our discount by region, categories: region, values: [our_discount], at: A9, width: 520, height: 300, y_title: CNY }
      - { type: doughnut, title: Contracts by region, categories: region, values: [contracts], at: G9, width: 360, height: 300 }
    print: { orientation: landscape, fit_width: true, paper: a4 }

  - name: Months
    query: |
      WITH monthly AS (
        SELECT strftime('%Y-%m', signed_on) AS month, count(*) AS contracts, sum(our_discount) AS our_discount
          FROM rows GROUP BY month
      )
      SELECT month, contracts, our_discount, sum(our_discount) OVER (ORDER BY month) AS so_far FROM monthly
    columns:
      - month
      - { value: contracts, format: integer, total: sum, highlight: [ { icons: arrows } ] }
      - { title: Our discount, value: our_discount, format: money, total: sum, highlight: [ { top: 3, style: good } ] }
      - { title: So far, value: so_far, format: money }
    table: true
    print: { orientation: landscape, fit_width: true, paper: a4 }
    charts:
      - { type: line, title: Our discount so far, categories: month, values: [so_far], legend: none }
      - { type: column, title: Our discount by month, categories: month, values: [our_discount] }

  - name: All contracts
    sort: [-our_discount, sn]
    freeze: { rows: 1, columns: 1 }
    style: { banded: true }
    print: { orientation: landscape, fit_width: true, repeat_header: true, paper: a4 }

  - name: "Region {region}"
    split_by: region
    heading: "Contracts of the {region}, {year}"
    where: our_discount > 0
    sort: [signed_on]
    protect: true
    print: { orientation: landscape, fit_width: true, repeat_header: true, paper: a4 }

output:
  file: portfolio-{year}.xlsx

"""#),
        SampleFile("quire.yaml", text: #"""
# The project: what its reports share. Paths are relative to this folder.
timezone: Asia/Shanghai

connections:
  crm: { kind: sqlite, file: data/crm.db }    # opened read-only

plugins:
  rating: { command: [python3, plugins/rating.py] }

formats:
  rate: "0.0000"

"""#),
        SampleFile("ratings.test.yaml", text: #"""
# The tests of ratings.yaml: `quire test ratings`.
tests:
  - name: what goes beyond the credit is shown, and nothing where there is no rating
    rows:
      - { customer: Acme, amount: 120 }
      - { customer: Brandt, amount: 80 }
      - { customer: Castellan, amount: 10 }
    lookups:
      rating:
        Acme: { grade: A, credit: 100 }
        Brandt: { grade: B, credit: 100 }
        Castellan: missing
    expect:
      - { customer: Acme, grade: A, over_the_credit: 20 }
      - { customer: Brandt, grade: B, over_the_credit: 0 }
      - { customer: Castellan, grade: none, credit: null, over_the_credit: null }

"""#),
        SampleFile("ratings.yaml", text: #"""
title: Ratings
description: What each customer has signed for, against the credit that a program of the project gives it.

source:
  connection: crm
  query: |
    SELECT customer, region, count(*) AS contracts, sum(amount) AS amount
      FROM contract
     GROUP BY customer, region
     ORDER BY customer

enrich:
  rating:
    lookup: rating.customer
    input: { name: customer }
    on_missing: { grade: none }

columns:
  - { value: customer, bold: true, width: 26 }
  - region
  - { value: contracts, format: integer, total: sum }
  - { title: Amount, value: amount, format: money, total: sum }
  - { title: Grade, value: rating.grade, align: center }
  - { title: Credit, value: rating.credit, format: money, empty: "-" }
  - title: Over the credit
    value: max(amount - rating.credit, 0)
    format: money
    total: sum
    highlight: [ { when: "> 0", style: bad } ]

output:
  file: ratings.xlsx

"""#),
        SampleFile("services/fx.yaml", text: #"""
title: Exchange rates
description: What one unit of a currency was worth in CNY on a day.
url: ${FX_URL}
limits: { max_concurrency: 16, rate: 200/s }

lookups:
  rate:
    input: { currency: text, day: date }
    request: { method: GET, path: /rates, query: { currency: "{currency}", day: "{day}" } }
    fields:
      rate: { path: $.rate, type: number }

"""#),
        SampleFile("services/rating.yaml", text: #"""
# A service that is a program: it says itself what can be looked up. `quire plugin check rating` tests it.
title: Ratings
description: How good a customer's credit is, and how far it goes.
kind: plugin
plugin: rating                # named in quire.yaml
timeout: 10s

"""#),
        SampleFile("services/tether.yaml", text: #"""
# One service: where it is, how hard it may be asked, and what it can be asked for.
title: Tether
description: How a contract's discount is shared out, and the currency it is settled in.
url: ${TETHER_URL}
authenticator: { type: token, scheme: Token, token: "${TETHER_TOKEN}" }    # Authorization: Token …
timeout: 10s                  # one attempt
deadline: 60s                 # one call with all its attempts
limits: { max_concurrency: 32 }

lookups:
  discount:
    input: { sn: text }
    request: { method: GET, path: /contract/, query: { sn: "{sn}" } }
    responses:                # first match wins, before the defaults
      - { http_codes: [410], action: missing }
      - { when: { path: $.code, not_in: [0] }, action: fail, message: $.msg }
    fields:
      ours:     { path: $.discount.ours, type: number }
      theirs:   { path: $.discount.theirs, type: number }
      currency: { path: $.currency, type: text }
    bulk:
      size: 100               # keys in one call at most
      request: { method: POST, path: /contract/batch, json: { sns: "{sn}" } }
      items: $.results[*]
      match: { sn: $.sn }

"""#),
        SampleFile("settlements.test.yaml", text: #"""
# The tests of settlements.yaml: `quire test settlements`.
tests:
  - name: the rate is that of the settlement's currency, on the day of signing
    rows:
      - { sn: C1, amount: 1000, signed_on: 2026-01-05 }
      - { sn: C2, amount: 1000, signed_on: 2026-01-06 }
    lookups:
      tether:
        C1: { ours: 0.25, currency: USD }
        C2: { ours: 0.50, currency: USD }
      fx:
        [USD, 2026-01-05]: { rate: 7.15 }   # a key of two inputs is a list of them, in the lookup's order
        [USD, 2026-01-06]: { rate: 7.16 }
    expect:
      - { sn: C1, settled_in: USD, rate: 7.15, our_part_in_cny: 1787.5 }
      - { sn: C2, settled_in: USD, rate: 7.16, our_part_in_cny: 3580 }

  - name: what is settled in CNY needs no rate
    parameters: { regions: [east], today: 2026-03-01 }
    rows:
      - { sn: C3, amount: 1000, signed_on: 2026-01-07 }
    lookups:
      tether: { C3: { ours: 0.5, currency: CNY } }
    expect:
      - { settled_in: CNY, rate: 1, our_part_in_cny: 500 }

"""#),
        SampleFile("settlements.yaml", text: #"""
title: Settlements
description: Our part of each contract in CNY, at the rate of the day it was signed.

parameters:
  signed_to: { type: date, default: "date(:today)", description: "A date's default may be an expression." }
  regions:   { type: [text], default: [east, west, north, south], description: "A list, such as east,west." }

source:
  connection: crm
  query: |
    SELECT sn, customer, region, amount, signed_on
      FROM contract
     WHERE signed_on <= :signed_to AND region IN (:regions)
     ORDER BY sn

enrich:
  tether:
    lookup: tether.discount
    input: { sn: sn }
  fx:
    lookup: fx.rate
    input: { currency: tether.currency, day: signed_on }    # waits for tether's field, row by row
    when: tether.currency <> 'CNY'                          # other rows are not looked up
    on_missing: fail

columns:
  - { title: Contract, value: sn, bold: true }
  - customer
  - { title: Signed on, value: signed_on, format: date }
  - { title: Amount, value: amount, format: money }
  - { title: Settled in, value: tether.currency }
  - { title: Rate, value: "coalesce(fx.rate, 1)", format: rate }
  - { title: Our part in CNY, value: "round(amount * tether.ours * coalesce(fx.rate, 1), 2)", format: money, total: sum }

"""#),
    ]
}
