using CityActors.Engine.Calls;
using Microsoft.Extensions.Logging;

namespace CityActors.Engine.Scheduling;

/// <summary>Requests that wait for their end, in the order of their deadlines; all have the same time to wait.</summary>
internal sealed class DeadlineList(Loop loop)
{
    private Request? _first;
    private Request? _last;

    /// <summary>Gets the next deadline, if there is one.</summary>
    public long? NextTicks => _first?.DeadlineTicks;

    public void Add(Request request)
    {
        request.DeadlineTicks = loop.DeadlineTicks + loop.Engine.Options.ResponseTimeout.Ticks;
        request.Earlier = _last;
        if (_last is null)
        {
            _first = request;
            loop.WatchDeadlines();
        }
        else
        {
            _last.Later = request;
        }

        _last = request;
    }

    public void Remove(Request request)
    {
        if (request.DeadlineTicks == 0)
        {
            return;
        }

        request.DeadlineTicks = 0;
        if (request.Earlier is null)
        {
            _first = request.Later;
        }
        else
        {
            request.Earlier.Later = request.Later;
        }

        if (request.Later is null)
        {
            _last = request.Earlier;
        }
        else
        {
            request.Later.Earlier = request.Earlier;
        }

        request.Earlier = request.Later = null;
    }

    /// <summary>Ends the requests whose deadline has passed.</summary>
    /// <returns>Whether others still wait.</returns>
    public bool Sweep()
    {
        var now = loop.DeadlineTicks;
        while (_first is { } request && request.DeadlineTicks <= now)
        {
            Remove(request);
            loop.Counters.Timeouts++;
            loop.Outside.Enter();
            try
            {
                request.OnTimeout();
            }
#pragma warning disable CA1031 // A grain's cancellation callback may throw anything; the loop must live.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                loop.Engine.Log.LogError(fault, "A cancellation callback failed after a call had timed out.");
            }
        }

        return _first is not null;
    }

    /// <summary>Ends all requests, when the silo stops.</summary>
    public void Abort(Exception exception)
    {
        while (_first is { } request)
        {
            Remove(request);
            request.Refuse(exception);
        }
    }
}
