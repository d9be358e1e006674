using System.Globalization;
using System.Threading.RateLimiting;
using CityActors.Silo.Access;
using Microsoft.AspNetCore.RateLimiting;

namespace CityActors.Silo.Limits;

/// <summary>How often a caller may call, so that nobody takes what others need. Counted for each key by the machine's own clock, and forgotten soon after.</summary>
internal static class CallerLimits
{
    /// <summary>The policy of calls that bring observations.</summary>
    public const string Uploads = "uploads";

    /// <summary>The policy of calls that report a matter.</summary>
    public const string Reports = "reports";

    /// <summary>The policy of calls that follow the feed.</summary>
    public const string Feeds = "feeds";

    /// <summary>The policy of calls that bring pictures.</summary>
    public const string Attachments = "attachments";

    /// <summary>The policy of calls that report a matter without a key.</summary>
    public const string OpenReports = "open-reports";

    /// <summary>The policy of calls that bring pictures without a key.</summary>
    public const string OpenAttachments = "open-attachments";

    private const int PartsOfAnHour = 12;
    private const int SomeMinutes = 300;

    /// <summary>Adds them; a replay has none.</summary>
    public static void AddCallerLimits(this IServiceCollection services, LimitSettings limits, bool isReplay) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => isReplay ? RateLimitPartition.GetNoLimiter("") : EveryCall(context, limits));
        options.OnRejected = static (context, _) => new ValueTask(TooManyRequests(context.HttpContext, WaitOf(context.Lease, 1)));
        Add(Uploads, 1, caller => AtOnce(caller, limits.Uploads), new(
            "too-many-uploads", $"{limits.Uploads} bodies of this key are on their way already (Limits:Uploads); nothing of this one was stored. Send it again when one of them was answered.", $"该密钥已有{limits.Uploads}个批次正在上传，请稍后重发。"));
        Add(Feeds, 5, caller => AtOnce(caller, limits.Feeds), new(
            "too-many-feeds", $"This key follows the feed {limits.Feeds} times already (Limits:Feeds): close one of them first.", $"该密钥已打开{limits.Feeds}个事件流，请先关闭其一。"));
        Add(Reports, SomeMinutes, caller => caller.Role == Role.Citizen ? InAnHour(caller, limits.Reports) : RateLimitPartition.GetNoLimiter(""), new(
            "too-many-reports", $"{limits.Reports} reports of this key were taken within an hour (Limits:Reports); this one was not. Send it again later.", $"该密钥一小时内已上报{limits.Reports}次，本次未受理，请稍后再报。"));
        Add(Attachments, SomeMinutes, caller => caller.Role == Role.Citizen ? InAnHour(caller, limits.Attachments) : RateLimitPartition.GetNoLimiter(""), new(
            "too-many-attachments", $"{limits.Attachments} pictures of this key were taken within an hour (Limits:Attachments); this one was not. Send it again later.", $"该密钥一小时内已上传{limits.Attachments}张图片，本次未受理，请稍后再传。"));
        AddOpen(OpenReports, limits.OpenReports, limits.AllOpenReports, new(
            "too-many-reports", $"In an hour {limits.OpenReports} reports are taken from one address (Limits:OpenReports), and {limits.AllOpenReports} from all together (Limits:AllOpenReports); this one was not. Send it again later.", "上报过于频繁，本次未受理，请稍后再报；紧急情况请拨打12345热线。"));
        AddOpen(OpenAttachments, limits.OpenAttachments, limits.AllOpenAttachments, new(
            "too-many-attachments", $"In an hour {limits.OpenAttachments} pictures are taken from one address (Limits:OpenAttachments), and {limits.AllOpenAttachments} from all together (Limits:AllOpenAttachments); this one was not. Send it again later.", "图片上传过于频繁，本次未受理，请稍后再传。"));

        void AddOpen(string name, int most, int mostOfAll, TooMuch refusal)
        {
            var all = new SlidingWindowRateLimiter(AnHour(mostOfAll)); // As long as the Silo runs.
            options.AddPolicy(name, new CallerPolicy(
                context => isReplay ? RateLimitPartition.GetNoLimiter("") : RateLimitPartition.Get(
                    $"address {SourceAddress.Of(context.Connection.RemoteIpAddress)}", _ => (RateLimiter)new OwnAndShared(new SlidingWindowRateLimiter(AnHour(most, isAutomatic: false)), all)),
                SomeMinutes,
                refusal));
        }

        void Add(string name, int usualWait, Func<Caller, RateLimitPartition<string>> partition, TooMuch refusal) => options.AddPolicy(name, new CallerPolicy(
            context => isReplay || context.Features.Get<Caller>() is not { } caller ? RateLimitPartition.GetNoLimiter("") : partition(caller), usualWait, refusal));
    });

    /// <summary>How long to wait, as a limiter says, or else as is usual; whole seconds.</summary>
    public static int WaitOf(RateLimitLease lease, int usual) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : usual;

    private static Task TooManyRequests(HttpContext context, int wait)
    {
        var limits = context.RequestServices.GetRequiredService<LimitSettings>();
        var (whose, most) = context.Features.Get<Caller>() is null ? ("this address without a known key (Limits:Strangers)", limits.Strangers) : ("this key (Limits:Requests)", limits.Requests);
        return new TooMuch("too-many-requests", $"At most {most} requests a second of {whose} are answered; nothing was done. Send it again later.", $"每秒最多受理{most}个请求，请稍后再试。").Answer(context, wait);
    }

    private static RateLimitPartition<string> EveryCall(HttpContext context, LimitSettings limits) => context.Features.Get<Caller>() is { } caller
        ? InASecond($"key {caller.Name}", limits.Requests)
        : InASecond($"address {SourceAddress.Of(context.Connection.RemoteIpAddress)}", limits.Strangers);

    private static RateLimitPartition<string> InASecond(string who, int most) => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = most,
        TokensPerPeriod = most,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    });

    private static RateLimitPartition<string> InAnHour(Caller caller, int most) => RateLimitPartition.GetSlidingWindowLimiter(caller.Name, _ => AnHour(most));

    private static SlidingWindowRateLimiterOptions AnHour(int most, bool isAutomatic = true) => new()
    {
        PermitLimit = most,
        Window = TimeSpan.FromHours(1),
        SegmentsPerWindow = PartsOfAnHour,
        AutoReplenishment = isAutomatic,
    };

    private static RateLimitPartition<string> AtOnce(Caller caller, int most) =>
        RateLimitPartition.GetConcurrencyLimiter(caller.Name, _ => new ConcurrencyLimiterOptions { PermitLimit = most });

    private sealed class CallerPolicy(Func<HttpContext, RateLimitPartition<string>> partition, int usualWait, TooMuch refusal) : IRateLimiterPolicy<string>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected =>
            (context, _) => new ValueTask(refusal.Answer(context.HttpContext, WaitOf(context.Lease, usualWait)));

        public RateLimitPartition<string> GetPartition(HttpContext httpContext) => partition(httpContext);
    }
}

/// <summary>A limit that a caller has reached: which, how much it is, and what to do.</summary>
/// <param name="Code">Its short stable name.</param>
/// <param name="English">In English.</param>
/// <param name="Chinese">In Chinese.</param>
internal sealed record TooMuch(string Code, string English, string Chinese)
{
    /// <summary>Answers a request with it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="seconds">How long to wait.</param>
    public Task Answer(HttpContext context, int seconds) => Result(context, seconds).ExecuteAsync(context);

    /// <summary>The answer to a request.</summary>
    public IResult Result(HttpContext context, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, Code, English, Chinese);
    }
}
