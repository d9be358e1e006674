namespace CityActors.Client.Silos;

/// <summary>What a child Silo prints: into a file, with the last lines kept at hand.</summary>
internal sealed class SiloLog(string path) : IDisposable
{
    private const int Remembered = 30;

    private readonly Lock gate = new();
    private readonly Queue<string> last = new();
    private readonly StreamWriter file = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    private bool closed;

    public string LastWords
    {
        get
        {
            lock (gate)
            {
                return string.Join('\n', last);
            }
        }
    }

    public void Add(string? line)
    {
        lock (gate)
        {
            if (line is null || closed)
            {
                return;
            }

            file.WriteLine(line);
            last.Enqueue(line);
            if (last.Count > Remembered)
            {
                last.Dequeue();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            file.Dispose();
        }
    }
}
