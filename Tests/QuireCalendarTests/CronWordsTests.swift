import QuireCalendar
import Testing

@Test(
    "A cron is said in words",
    arguments: [
        ("* * * * *", "every minute", "每分钟"),
        ("*/5 * * * *", "every 5 minutes", "每 5 分钟"),
        ("0,30 * * * *", "every 30 minutes", "每 30 分钟"),
        ("5/15 * * * *", "every 15 minutes from minute 5 of every hour on", "每小时从第 5 分起每 15 分钟"),
        (
            "*/7 * * * *", "at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour",
            "每小时的第 0、7、14、21、28、35、42、49、56 分"
        ),
        ("0-10,30 * * * *", "at minutes 0 to 10 and 30 of every hour", "每小时的第 0 至 10、30 分"),
        ("0 * * * *", "every hour", "每小时"),
        ("@hourly", "every hour", "每小时"),
        ("30 * * * *", "at minute 30 of every hour", "每小时的第 30 分"),
        ("0 */2 * * *", "every 2 hours", "每 2 小时"),
        ("15 */2 * * *", "every 2 hours from 00:15 on", "从 00:15 起每 2 小时"),
        ("0 1/2 * * *", "every 2 hours from 01:00 on", "从 01:00 起每 2 小时"),
        ("0 7 * * *", "at 07:00 every day", "每天 07:00"),
        ("@daily", "at 00:00 every day", "每天 00:00"),
        ("0 7,19 * * *", "at 07:00 and 19:00 every day", "每天 07:00、19:00"),
        ("0 */6 * * *", "at 00:00, 06:00, 12:00 and 18:00 every day", "每天 00:00、06:00、12:00、18:00"),
        ("*/15 9 * * *", "at 09:00, 09:15, 09:30 and 09:45 every day", "每天 09:00、09:15、09:30、09:45"),
        ("0 9-17 * * *", "every hour from 09:00 to 17:00", "09:00 至 17:00 每小时"),
        ("30 9-17 * * mon-fri", "every hour from 09:30 to 17:30 from Monday to Friday", "每周一至周五 09:30 至 17:30 每小时"),
        (
            "*/15 9-17 * * mon-fri", "every 15 minutes from 09:00 to 17:45 from Monday to Friday",
            "每周一至周五 09:00 至 17:45 每 15 分钟"
        ),
        ("* 9-17 * * *", "every minute from 09:00 to 17:59", "09:00 至 17:59 每分钟"),
        ("5,7 9-17 * * *", "at minutes 5 and 7 of the hours 09 to 17", "09 至 17 时的第 5、7 分"),
        ("*/10 7,9,20 * * *", "every 10 minutes of the hours 07, 09 and 20", "07、09、20 时每 10 分钟"),
        ("*/10 */2 * * *", "every 10 minutes of every 2nd hour from 00 on", "从 00 时起每隔 2 小时，该小时内每 10 分钟"),
        ("0 7 1 * *", "at 07:00 on the 1st of each month", "每月 1 日 07:00"),
        ("@monthly", "at 00:00 on the 1st of each month", "每月 1 日 00:00"),
        ("0 7 2,3,11,22 * *", "at 07:00 on the 2nd, 3rd, 11th and 22nd of each month", "每月 2 日、3 日、11 日、22 日 07:00"),
        ("0 7 1-7 * *", "at 07:00 on the 1st to the 7th of each month", "每月 1 日至 7 日 07:00"),
        ("0 7 */2 * *", "at 07:00 on every 2nd day from the 1st to the 31st of each month", "每月 1 日至 31 日每 2 天 07:00"),
        ("0 7 L * *", "at 07:00 on the last day of each month", "每月最后一天 07:00"),
        ("0 7 15,L * *", "at 07:00 on the 15th and the last day of each month", "每月 15 日、最后一天 07:00"),
        ("0 7 1 1 *", "at 07:00 on 1 January", "每年 1 月 1 日 07:00"),
        ("@yearly", "at 00:00 on 1 January", "每年 1 月 1 日 00:00"),
        ("0 7 1,15 1,7 *", "at 07:00 on the 1st and 15th of January and July", "1、7 月的 1 日、15 日 07:00"),
        ("0 7 * 6-8 *", "at 07:00 every day in June to August", "6 至 8 月每天 07:00"),
        ("*/5 * * 6 *", "every 5 minutes every day in June", "6 月每天 每 5 分钟"),
        ("0 7 * * mon", "at 07:00 on Mondays", "每周一 07:00"),
        ("@weekly", "at 00:00 on Sundays", "每周日 00:00"),
        ("0 7 * * mon,wed,fri", "at 07:00 on Mondays, Wednesdays and Fridays", "每周一、周三、周五 07:00"),
        ("0 7 * * sat,sun", "at 07:00 on Saturdays and Sundays", "每周六、周日 07:00"),
        ("0 7 * 6 mon", "at 07:00 on Mondays in June", "6 月每周一 07:00"),
        ("0 7 * * friL", "at 07:00 on the last Friday of each month", "每月最后一个周五 07:00"),
        ("0 7 * 6 5L", "at 07:00 on the last Friday of June", "6 月的最后一个周五 07:00"),
        ("0 7 1 * mon", "at 07:00 on the 1st of each month, and on Mondays", "每月 1 日以及每周一 07:00"),
        (
            "0 7 1-7 * */6", "at 07:00 on the 1st to the 7th of each month, if that is a Saturday or a Sunday",
            "每月 1 日至 7 日中的周六、周日 07:00"
        ),
        ("0 7 1-31 * mon", "at 07:00 every day", "每天 07:00"),
    ])
func words(cron: String, english: String, chinese: String) throws {
    let cron = try CronExpression(cron)
    #expect(cron.words() == english)
    #expect(cron.words(in: .chinese) == chinese)
}
