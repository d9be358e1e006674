using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace CityActors.Benchmarks.Fuzz;

/// <summary>Keeps what the Silo logs as an error: whatever callers send, there is to be nothing.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger
{
    private const int MostKept = 100;
    private readonly ConcurrentQueue<string> kept = new();

    /// <summary>Takes an error that nobody has taken.</summary>
    public bool TryTake([NotNullWhen(true)] out string? error) => kept.TryDequeue(out error);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && kept.Count < MostKept)
        {
            kept.Enqueue($"{formatter(state, exception)} {exception}".Split('\n')[0]);
        }
    }

    public void Dispose()
    {
    }
}
