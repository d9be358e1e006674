using System.Globalization;
using CityActors.Client.Replays;
using CityActors.Places;
using CsvHelper;

namespace CityActors.Client.Reports;

/// <summary>A citizen's request as a city wrote it down.</summary>
/// <param name="Id">The city's number.</param>
/// <param name="Type">The city's kind of request.</param>
/// <param name="Created">When, on the city's wall clock.</param>
/// <param name="Position">Where, or null: not known, or rounded to whole degrees.</param>
/// <param name="IsDuplicate">The city found later that it knew already.</param>
internal sealed record ServiceRequest(string Id, string Type, DateTime Created, GeoPoint? Position, bool IsDuplicate)
{
    private static readonly string[] columns = ["SRRecordID", "SRType", "CreatedDate", "SRStatus", "Latitude", "Longitude"];

    /// <summary>Reads a file of Baltimore 311, gzipped or not, in the order of creation.</summary>
    /// <exception cref="InvalidDataException">A column is missing or a row cannot be read; the message names file and line. No row is left out without a word.</exception>
    public static async Task<IReadOnlyList<ServiceRequest>> ReadFile(string path, CancellationToken cancellation)
    {
        using var reader = await DataFile.OpenText(path, cancellation);
        return await Read(reader, path, cancellation);
    }

    internal static async Task<IReadOnlyList<ServiceRequest>> Read(TextReader reader, string path, CancellationToken cancellation)
    {
        var broken = "";
        await using var csv = CsvReader.Create(reader, Options(reason => broken = WhatIsWrong(reason)), leaveOpen: true);
        await csv.ReadHeaderAsync(cancellation);
        var missing = columns.Except(csv.Headers).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidDataException($"{path} has no column {string.Join(", ", missing)}: it is no file of Baltimore 311.");
        }

        var requests = new List<ServiceRequest>();
        var at = columns.Select(name => csv.GetFieldIndex(name)).ToArray();
        while (await csv.ReadAsync(cancellation))
        {
            if (broken.Length == 0 && csv.FieldCount != csv.Headers.Count)
            {
                broken = $"{csv.FieldCount} fields where the file has {csv.Headers.Count} columns";
            }

            requests.Add(broken.Length == 0
                ? Row([.. at.Select(column => csv.GetString(column))], path)
                : throw new InvalidDataException($"{path}, line {csv.LineNumber}: {broken}. Correct the row or take it out."));
        }

        return [.. requests.OrderBy(request => request.Created).ThenBy(request => request.Id, StringComparer.Ordinal)];
    }

    // A line break ends its row even within quotes: else one quote too many would swallow the rows up to the next.
    private static CsvReaderOptions Options(Action<CsvMalformedReason> found) => new()
    {
        Separator = ',',
        AllowLineBreaksInQuotes = false,
        TrackLineNumbers = true,
        OnMalformedRecord = record => found(record.Reason),
    };

    // A quote in the middle of a field is text, as in 5" pipe.
    private static string WhatIsWrong(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "",
        CsvMalformedReason.TextAfterClosingQuote => "text behind the closing quote of a field",
        CsvMalformedReason.LineBreakInQuotes or CsvMalformedReason.UnterminatedQuote => "a field that begins with a quote does not end with one",
        _ => $"the row is malformed ({reason})",
    };

    private static ServiceRequest Row(string[] fields, string path)
    {
        var (id, type, created, status, latitude, longitude) = (fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
        return DateTime.TryParseExact(created, "MM/dd/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new(id, type, time, PositionOf(latitude, longitude), status.Contains("Duplicate", StringComparison.Ordinal))
            : throw new InvalidDataException($"{path}, request {id}: '{created}' is no time like 04/22/2014 01:07:39 PM.");
    }

    private static GeoPoint? PositionOf(string latitude, string longitude)
    {
        var isKnown = double.TryParse(latitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var north)
            & double.TryParse(longitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var east);
        var isWhole = Math.Abs(north - Math.Round(north)) < 1e-9 && Math.Abs(east - Math.Round(east)) < 1e-9;
        return isKnown && !isWhole ? new GeoPoint(east, north) : null;
    }
}
