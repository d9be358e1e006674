using System.Globalization;
using System.IO.Compression;
using CityActors.Places;

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
    /// <exception cref="InvalidDataException">A column is missing or a time cannot be read.</exception>
    public static async Task<IReadOnlyList<ServiceRequest>> ReadFile(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        await using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        return await Read(reader, path, cancellation);
    }

    internal static async Task<IReadOnlyList<ServiceRequest>> Read(TextReader reader, string path, CancellationToken cancellation)
    {
        var requests = new List<ServiceRequest>();
        int[]? at = null;
        await foreach (var fields in CsvRecords.Read(reader, cancellation))
        {
            if (at is null)
            {
                at = Columns(fields, path);
                continue;
            }

            if (fields.Count > at.Max())
            {
                requests.Add(Row(fields, at, path));
            }
        }

        return [.. requests.OrderBy(request => request.Created).ThenBy(request => request.Id, StringComparer.Ordinal)];
    }

    private static int[] Columns(IReadOnlyList<string> header, string path)
    {
        var at = columns.Select(name => header.ToList().IndexOf(name)).ToArray();
        var missing = columns.Where((_, i) => at[i] < 0).ToList();
        return missing.Count == 0 ? at : throw new InvalidDataException($"{path} has no column {string.Join(", ", missing)}: it is no file of Baltimore 311.");
    }

    private static ServiceRequest Row(IReadOnlyList<string> fields, int[] at, string path)
    {
        var created = DateTime.TryParseExact(fields[at[2]], "MM/dd/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new InvalidDataException($"{path}, request {fields[at[0]]}: '{fields[at[2]]}' is no time like 04/22/2014 01:07:39 PM.");
        var isDuplicate = fields[at[3]].Contains("Duplicate", StringComparison.Ordinal);
        return new ServiceRequest(fields[at[0]], fields[at[1]], created, PositionOf(fields[at[4]], fields[at[5]]), isDuplicate);
    }

    private static GeoPoint? PositionOf(string latitude, string longitude)
    {
        var isKnown = double.TryParse(latitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var north)
            & double.TryParse(longitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var east);
        var isWhole = Math.Abs(north - Math.Round(north)) < 1e-9 && Math.Abs(east - Math.Round(east)) < 1e-9;
        return isKnown && !isWhole ? new GeoPoint(east, north) : null;
    }
}
