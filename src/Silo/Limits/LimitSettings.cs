using System.ComponentModel.DataAnnotations;

namespace CityActors.Silo.Limits;

/// <summary>How much one caller may take of a Silo. Keys under <c>Limits</c>. A replay, a tool of one person, has none of them but the connections.</summary>
internal sealed record LimitSettings
{
    private const string Numbers = "give a whole number from {1} to {2}";

    /// <summary>Requests of one key in a second.</summary>
    /// <value>From 1 to 1,000,000. Default 10,000: more than a Silo answers.</value>
    [Range(1, 1_000_000, ErrorMessage = Numbers)]
    public int Requests { get; init; } = 10_000;

    /// <summary>Requests without a known key from one address in a second. An IPv6 address counts by its first 64 bits.</summary>
    /// <value>From 1 to 1,000,000. Default 500: the page's files for all who sit behind one proxy.</value>
    [Range(1, 1_000_000, ErrorMessage = Numbers)]
    public int Strangers { get; init; } = 500;

    /// <summary>Mebibytes of observations of one key in a second, unpacked; 128 at once are always taken.</summary>
    /// <value>From 1 to 100,000. Default 256: two million observations.</value>
    [Range(1, 100_000, ErrorMessage = Numbers)]
    public int Megabytes { get; init; } = 256;

    /// <summary>Bodies of observations of one key on their way at one time.</summary>
    /// <value>From 1 to 10,000. Default 64.</value>
    [Range(1, 10_000, ErrorMessage = Numbers)]
    public int Uploads { get; init; } = 64;

    /// <summary>Mebibytes of memory for bodies of observations and pictures on their way; one key has half of it at most.</summary>
    /// <value>From 512 to 1,000,000. Default 512.</value>
    [Range(512, 1_000_000, ErrorMessage = Numbers)]
    public int Buffered { get; init; } = 512;

    /// <summary>Reports of one key with the role of a citizen in an hour.</summary>
    /// <value>From 1 to 1,000,000. Default 600: many people share an app's key.</value>
    [Range(1, 1_000_000, ErrorMessage = Numbers)]
    public int Reports { get; init; } = 600;

    /// <summary>Reports without a key from one address in an hour. An IPv6 address counts by its first 64 bits.</summary>
    /// <value>From 1 to 1,000,000. Default 20: a family, or an office behind one address.</value>
    [Range(1, 1_000_000, ErrorMessage = Numbers)]
    public int OpenReports { get; init; } = 20;

    /// <summary>Reports without a key from all addresses together in an hour.</summary>
    /// <value>From 1 to 1,000,000. Default 2,000: more than officers can look at.</value>
    [Range(1, 1_000_000, ErrorMessage = Numbers)]
    public int AllOpenReports { get; init; } = 2_000;

    /// <summary>Pictures of one key with the role of a citizen in an hour.</summary>
    /// <value>From 1 to 1,000,000. Default 1,200: two for each report.</value>
    [Range(1, 1_000_000, ErrorMessage = Numbers)]
    public int Attachments { get; init; } = 1_200;

    /// <summary>Pictures without a key from one address in an hour. An IPv6 address counts by its first 64 bits.</summary>
    /// <value>From 1 to 1,000,000. Default 60: three for each report.</value>
    [Range(1, 1_000_000, ErrorMessage = Numbers)]
    public int OpenAttachments { get; init; } = 60;

    /// <summary>Pictures without a key from all addresses together in an hour.</summary>
    /// <value>From 1 to 1,000,000. Default 4,000: at most 20 GB, usually a tenth of it.</value>
    [Range(1, 1_000_000, ErrorMessage = Numbers)]
    public int AllOpenAttachments { get; init; } = 4_000;

    /// <summary>Feeds that one key follows at one time.</summary>
    /// <value>From 1 to 100,000. Default 200.</value>
    [Range(1, 100_000, ErrorMessage = Numbers)]
    public int Feeds { get; init; } = 200;

    /// <summary>Connections of all callers at one time.</summary>
    /// <value>From 10 to 1,000,000. Default 10,000.</value>
    [Range(10, 1_000_000, ErrorMessage = Numbers)]
    public int Connections { get; init; } = 10_000;
}
