namespace CityActors.Client.Api;

/// <summary>No answer came, also after every retry that the call allows.</summary>
/// <param name="addresses">Where the city was looked for.</param>
/// <param name="inner">What went wrong the last time.</param>
public sealed class CityUnreachableException(IReadOnlyList<Uri> addresses, Exception inner)
    : Exception($"No Silo answers at {string.Join(" or ", addresses)}: {inner.Message} Start one with 'dotnet run -c Release --project src/Silo', or name another with --url.", inner)
{
    /// <summary>Where the city was looked for.</summary>
    public IReadOnlyList<Uri> Addresses { get; } = addresses;
}
