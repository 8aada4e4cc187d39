/* Writes the sheet of the rendering benchmark with libxlsxwriter alone, in constant-memory mode. */
#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

int main(int argc, char *argv[]) {
    if (argc != 3) {
        fprintf(stderr, "usage: rendering-baseline ROWS OUT\n");
        return 2;
    }
    const long rows = atol(argv[1]);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_workbook *workbook = workbook_new_opt(argv[2], &options);
    lxw_worksheet *sheet = workbook_add_worksheet(workbook, "Rows");

    lxw_format *header = workbook_add_format(workbook);
    format_set_bold(header);
    lxw_format *money = workbook_add_format(workbook);
    format_set_num_format(money, "#,##0.00");
    lxw_format *percent = workbook_add_format(workbook);
    format_set_num_format(percent, "0.00%");
    lxw_format *day = workbook_add_format(workbook);
    format_set_num_format(day, "yyyy-mm-dd");

    static const char *const titles[] = {"Sn",  "Customer", "Region", "Currency", "Remark",    "Amount",
                                         "Our share", "Discount", "Units",  "Visits",   "Signed on", "Active"};
    static const char *const regions[] = {"east", "west", "north", "south"};
    static const char *const currencies[] = {"CNY", "EUR", "USD"};
    for (int column = 0; column < 12; column++)
        worksheet_write_string(sheet, 0, column, titles[column], header);

    char text[256];
    for (long row = 1; row <= rows; row++) {
        snprintf(text, sizeof text, "C%07ld", row);
        worksheet_write_string(sheet, row, 0, text, NULL);
        snprintf(text, sizeof text, "Customer %ld", row * 7919 % 1000003);
        worksheet_write_string(sheet, row, 1, text, NULL);
        snprintf(text, sizeof text, "%s-%ld", regions[row % 4], row % 97);
        worksheet_write_string(sheet, row, 2, text, NULL);
        snprintf(text, sizeof text, "%s/%ld", currencies[row % 3], row % 89);
        worksheet_write_string(sheet, row, 3, text, NULL);
        snprintf(text, sizeof text,
                 "合同编号 %07ld 的折扣由甲方 & 乙方共同承担, paid within %ld days after delivery of all goods, lot %ld", row,
                 row % 90, row * 31 % 10007);
        worksheet_write_string(sheet, row, 4, text, NULL);
        worksheet_write_number(sheet, row, 5, (double)(row * 7919 % 10000019) / 100, money);
        worksheet_write_number(sheet, row, 6, (double)(row * 31 % 9973) / 10000, percent);
        worksheet_write_number(sheet, row, 7, (double)(row * 104729 % 1000003) / 100, money);
        worksheet_write_number(sheet, row, 8, row * 13 % 10007, NULL);
        worksheet_write_number(sheet, row, 9, row, NULL);
        lxw_datetime date = {.year = 2020 + row % 6, .month = 1 + row % 12, .day = 1 + row % 28};
        worksheet_write_datetime(sheet, row, 10, &date, day);
        worksheet_write_boolean(sheet, row, 11, row % 3 == 0, NULL);
    }

    static const double widths[] = {10, 17, 10, 9, 60, 13, 12, 12, 9, 9, 12, 9};
    for (int column = 0; column < 12; column++)
        worksheet_set_column(sheet, column, column, widths[column], NULL);
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_autofilter(sheet, 0, 0, rows, 11);
    return workbook_close(workbook) == LXW_NO_ERROR ? 0 : 1;
}
