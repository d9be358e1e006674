namespace CityActors.Client.Api;

/// <summary>No answer came, also after every retry that the call allows.</summary>
/// <param name="address">Where the Silo was looked for.</param>
/// <param name="inner">What went wrong the last time.</param>
public sealed class CityUnreachableException(Uri? address, Exception inner)
    : Exception($"No Silo answers at {address}: {inner.Message} Start one with 'dotnet run -c Release --project src/Silo', or name another with --url.", inner)
{
    /// <summary>Where the Silo was looked for.</summary>
    public Uri? Address { get; } = address;
}
