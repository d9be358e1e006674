namespace CityActors.Silo.Attachments;

/// <summary>A picture without what its maker hid in it: where it was taken, when, with which device, and by whom.</summary>
internal static class Photo
{
    /// <summary>The types that are taken.</summary>
    public static IReadOnlyList<string> Types { get; } = ["image/jpeg", "image/png", "image/webp"];

    /// <summary>What the first bytes of a picture say it is, or null: none of the types.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        _ when bytes.StartsWith(Png.Signature) => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };

    /// <summary>The picture with nothing in it but what is seen; the same bytes always give the same ones.</summary>
    /// <returns>Null where it is none, or not whole.</returns>
    public static byte[]? Clean(ReadOnlySpan<byte> bytes) => TypeOf(bytes) switch
    {
        "image/jpeg" => Jpeg.Clean(bytes),
        "image/png" => Png.Clean(bytes),
        "image/webp" => Webp.Clean(bytes),
        _ => null,
    };
}
