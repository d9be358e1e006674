namespace CityActors.Client;

/// <summary>The process's exit codes. These numbers never change.</summary>
public enum ExitCode
{
    /// <summary>Done as asked.</summary>
    Ok = 0,

    /// <summary>The command itself failed in a way none of the others names: a bug, a file that cannot be read.</summary>
    Failed = 1,

    /// <summary>The command line could not be understood.</summary>
    Usage = 2,

    /// <summary>No Silo answered, or it went away and did not come back.</summary>
    NotReachable = 3,

    /// <summary>The Silo refused: key, role, unknown id, or not allowed now.</summary>
    Refused = 4,

    /// <summary>Everything ran, but a check failed: a missed incident, a wrong hash.</summary>
    CheckFailed = 5,

    /// <summary>Interrupted by the user (Ctrl+C).</summary>
    Interrupted = 130,
}
