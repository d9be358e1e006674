using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CityActors.Simulation;

/// <summary>Keeps the last warnings of the grains.</summary>
internal sealed class LastWarnings : ILoggerProvider, ILogger
{
    private const int Kept = 20;
    private readonly Queue<string> lines = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name}: {exception?.Message}");
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > Kept)
            {
                lines.Dequeue();
            }
        }
    }

    public override string ToString()
    {
        lock (lines)
        {
            return string.Join('\n', lines.Prepend("Its last warnings:"));
        }
    }

    public void Dispose()
    {
    }
}
