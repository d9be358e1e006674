using Orleans.Concurrency;

namespace CityActors.Conformance.Probes;

/// <summary>A grain that does what a test tells it to: each call names a script.</summary>
public interface IProbe : IGrainWithStringKey
{
    Task Run(string script);

    Task<int> Count();

    ValueTask<string> Ask(string script);

    Task<int> RunCancellably(string script, CancellationToken cancellationToken);

    [ReadOnly]
    Task Read(string script);

    [AlwaysInterleave]
    Task Interleave(string script);

    [OneWay]
    Task Tell(string script);

    Task<Note> Echo(string script, Note note);

    Task<bool> IsYou(string script, IPlainProbe other);

    Task Keep(IPlainProbe other);
}

public interface IPlainProbe : IProbe;

public interface IReentrantProbe : IProbe;

public interface IStatefulProbe : IProbe;

public interface IFailingStorageProbe : IProbe;

public interface IRemindedProbe : IProbe, IRemindable;

public interface ILongLivedProbe : IProbe;

public interface ILinkedProbe : IProbe;

public interface IBornDeadProbe : IProbe;

/// <summary>Something that is sent.</summary>
[GenerateSerializer]
[Alias("conformance-note")]
public sealed record Note([property: Id(0)] string Text);

/// <summary>Something that is stored.</summary>
[GenerateSerializer]
[Alias("conformance-probe-state")]
public sealed record ProbeState
{
    [Id(0)]
    public int Number { get; init; }
}

/// <summary>Something that is stored and names a grain.</summary>
[GenerateSerializer]
[Alias("conformance-link")]
public sealed record Link
{
    [Id(0)]
    public GrainId Grain { get; init; }
}

/// <summary>A failure that nobody made to travel.</summary>
public sealed class HomelyException(int number) : Exception($"Number {number}.");

/// <summary>A failure with a type of its own.</summary>
[GenerateSerializer]
[Alias("conformance-probe-exception")]
public sealed class ProbeException : Exception
{
    public ProbeException(string message)
        : base(message)
    {
    }

    public ProbeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
